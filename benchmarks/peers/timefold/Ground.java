/** Weights, and what holds for the whole school. */
public class Ground {
    int weekdays;
    /** Weight of an item of each kind, in the middle part of the score. */
    long pointsOfDay;
    long pointsOfMust;
    long pointsOfMinutes;
    /** Points for each thing that a repair changes; 0 where nothing is repaired. */
    long pointsOfChange;
    /** Minutes by modes, from site, to site; staff have the last modes. */
    int[][][] minutes;
    /** By school site and weekday: its slots in order. */
    Facts.SiteSlot[][][] slotsOf;
}
