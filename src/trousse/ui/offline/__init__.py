"""Reading without network: which pages may be kept on a device, for whom, and the worker."""
