"""The launcher behind `./run`: standard library only, so it runs before all else."""
