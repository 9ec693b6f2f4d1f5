"""Whether this instance is alive and ready, for supervisors and load balancers."""
