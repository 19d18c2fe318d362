"""Being there, as journeys: what is recorded, the board of a day, reports, disputes."""
