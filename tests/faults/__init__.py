"""What a thief, a fault or a clock may learn or destroy: canaries, two runs of one day, loss drills."""
