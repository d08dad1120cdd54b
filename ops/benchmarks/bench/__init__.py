"""The benchmarks behind `ops/bench`: a bench is a module with a function `run(server, report, options)`.

`run` runs the benches that were named. A bench repeats each load once a run, in a `Series`, and measures references in the same run. Its
figures go to a `Report`. `server`, `database`, `service`, `references` and `peers` start what is measured, and `load` loads it.
`processes`, `sides` and `machine` read the accounts of the operating system.
"""
