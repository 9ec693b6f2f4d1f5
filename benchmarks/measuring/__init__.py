"""What the benchmarks share: processor time of processes, servers, visitors, machine."""
