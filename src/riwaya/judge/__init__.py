"""The learnt judge of pairs: do two statements make one claim, and how do they differ."""
