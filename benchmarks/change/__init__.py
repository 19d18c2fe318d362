"""How quickly a release is repaired after a change, and how few people a repair touches."""
