import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicPhaseConfig;
import ai.timefold.solver.core.config.constructionheuristic.placer.QueuedEntityPlacerConfig;
import ai.timefold.solver.core.config.heuristic.selector.common.SelectionCacheType;
import ai.timefold.solver.core.config.heuristic.selector.entity.EntitySelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.MoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.CartesianProductMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.SwapMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.value.ValueSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchType;
import ai.timefold.solver.core.config.phase.PhaseConfig;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import ai.timefold.solver.core.impl.solver.DefaultSolver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans a school's week: first fit, then late acceptance. Arguments: the school, the folder for
 * answers, milliseconds, a seed.
 */
public final class Main {
    /** Answers are written this far apart at most, and at the end. */
    private static final long PAUSE = 1_000;

    private final Path folder;
    private long began = System.nanoTime();
    private int written;
    private long last = -PAUSE;
    private boolean feasible;
    private boolean complete;

    private Main(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] words) throws IOException {
        Week given = Reading.read(Path.of(words[0]));
        Main main = new Main(Path.of(words[1]));
        SolverFactory<Week> factory = factory(Long.parseLong(words[2]), Long.parseLong(words[3]));
        Solver<Week> solver = factory.buildSolver();
        solver.addEventListener(event -> {
            if (event.isNewBestSolutionInitialized()) {
                main.complete = true;
                main.hear(event.getNewBestSolution());
            }
        });
        main.began = System.nanoTime();
        Week best = solver.solve(given);
        long speed = ((DefaultSolver<Week>) solver).getMoveEvaluationSpeed();
        if (!main.complete) {
            System.out.println("ended before first fit had placed everything");
            return;
        }
        main.write(best);
        System.out.println(
                "ended " + best.score + ", " + speed + " moves a second" + broken(factory, best));
        System.out.flush();
    }

    private long passed() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** First fit for one kind of decision after the other, then local search. */
    private static SolverFactory<Week> factory(long millis, long seed) {
        return SolverFactory.create(new SolverConfig().withSolutionClass(Week.class)
                .withEntityClasses(StudentDays.class, MeetingTime.class, SessionTime.class,
                        SectionLead.class, Seat.class)
                .withConstraintProviderClass(Rules.class).withRandomSeed(seed)
                .withTerminationSpentLimit(Duration.ofMillis(millis))
                .withPhases(firstFit(MeetingTime.class, "placing"),
                        firstFit(StudentDays.class, "option"),
                        firstFit(SectionLead.class, "lead"),
                        firstFit(SessionTime.class, "placing", "room"),
                        firstFit(Seat.class, "bundle"), untilFeasible(), search()));
    }

    /** Names the rules that are broken, and how often. */
    private static String broken(SolverFactory<Week> factory, Week week) {
        StringBuilder text = new StringBuilder();
        SolutionManager.<Week, HardMediumSoftLongScore>create(factory).analyze(week)
                .constraintMap().forEach((constraint, analysis) -> {
                    if (analysis.score().hardScore() != 0) {
                        text.append("; ").append(constraint.constraintName()).append(' ')
                                .append(-analysis.score().hardScore());
                    }
                });
        return text.toString();
    }

    /** Gives things of a kind the best value there is, one thing after the other. */
    private static PhaseConfig<?> firstFit(Class<?> entity, String... variables) {
        String id = "each" + entity.getSimpleName();
        List<MoveSelectorConfig> changes = new ArrayList<>();
        for (String variable : variables) {
            changes.add(new ChangeMoveSelectorConfig()
                    .withEntitySelectorConfig(EntitySelectorConfig.newMimicSelectorConfig(id))
                    .withValueSelectorConfig(new ValueSelectorConfig(variable)));
        }
        MoveSelectorConfig<?> moves = changes.size() == 1 ? changes.get(0)
                : new CartesianProductMoveSelectorConfig(changes);
        return new ConstructionHeuristicPhaseConfig()
                .withEntityPlacerConfig(new QueuedEntityPlacerConfig()
                        .withEntitySelectorConfig(new EntitySelectorConfig(entity).withId(id)
                                .withCacheType(SelectionCacheType.PHASE))
                        .withMoveSelectorConfigs(moves));
    }

    /**
     * Climbs until no rule is broken. Late acceptance would take any step that is no worse in rules
     * than some hundred steps before, and give up days out and workshops on the way.
     */
    private static PhaseConfig<?> untilFeasible() {
        return new LocalSearchPhaseConfig().withLocalSearchType(LocalSearchType.HILL_CLIMBING)
                .withMoveSelectorConfig(moves())
                .withTerminationConfig(new TerminationConfig().withBestScoreFeasible(true)
                        .withUnimprovedSecondsSpentLimit(10L));
    }

    /** The recommended late acceptance. */
    private static PhaseConfig<?> search() {
        return new LocalSearchPhaseConfig().withLocalSearchType(LocalSearchType.LATE_ACCEPTANCE)
                .withMoveSelectorConfig(moves());
    }

    /** Changes, swaps, and sessions moved with their room. */
    private static MoveSelectorConfig<?> moves() {
        List<MoveSelectorConfig> moves = new ArrayList<>();
        moves.add(change(StudentDays.class, "option", 3.0));
        moves.add(change(MeetingTime.class, "placing", 0.5));
        moves.add(change(SessionTime.class, "placing", 1.0));
        moves.add(change(SessionTime.class, "room", 0.5));
        moves.add(change(SectionLead.class, "lead", 0.2));
        moves.add(change(Seat.class, "bundle", 4.0));
        moves.add(elsewhere());
        moves.add(swap(Seat.class, 1.0));
        moves.add(swap(SessionTime.class, 0.5));
        return new UnionMoveSelectorConfig(moves);
    }

    private static MoveSelectorConfig<?> change(Class<?> entity, String variable, double weight) {
        return new ChangeMoveSelectorConfig().withEntitySelectorConfig(
                new EntitySelectorConfig(entity))
                .withValueSelectorConfig(new ValueSelectorConfig(variable))
                .withFixedProbabilityWeight(weight);
    }

    private static MoveSelectorConfig<?> swap(Class<?> entity, double weight) {
        return new SwapMoveSelectorConfig().withEntitySelectorConfig(
                new EntitySelectorConfig(entity)).withFixedProbabilityWeight(weight);
    }

    /** A session at another time in another room, in one move. */
    private static MoveSelectorConfig<?> elsewhere() {
        EntitySelectorConfig session = new EntitySelectorConfig(SessionTime.class)
                .withId("session");
        return new CartesianProductMoveSelectorConfig(List.of(
                new ChangeMoveSelectorConfig().withEntitySelectorConfig(session)
                        .withValueSelectorConfig(new ValueSelectorConfig("placing")),
                new ChangeMoveSelectorConfig()
                        .withEntitySelectorConfig(
                                EntitySelectorConfig.newMimicSelectorConfig("session"))
                        .withValueSelectorConfig(new ValueSelectorConfig("room"))))
                .withFixedProbabilityWeight(1.0);
    }

    private void hear(Week best) {
        boolean first = best.score.hardScore() == 0 && !feasible;
        long now = passed();
        if (first || now - last >= PAUSE) {
            last = now;
            feasible |= first;
            write(best);
        }
    }

    /** One line for each kind of decision and thing; -1 is nothing. */
    private void write(Week week) {
        String name = "week-" + ++written + ".txt";
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(name)))) {
            for (StudentDays one : week.days) {
                out.println("days " + one.id + " " + one.option.number());
            }
            for (MeetingTime one : week.meetings) {
                out.println("meeting " + one.kind.kind() + " " + one.placing.slot());
            }
            for (SessionTime one : week.sessions) {
                out.println("session " + one.section.number() + " " + one.placing.slot() + " "
                        + one.room.number());
            }
            for (SectionLead one : week.leads) {
                out.println("lead " + one.section.number() + " " + one.lead.number());
            }
            for (Seat one : week.seats) {
                if (one.bundle != null) {
                    out.println("seat " + one.student.number() + " " + one.bundle.number());
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        System.out.println("week " + name + " " + week.score.hardScore() + " "
                + passed());
        System.out.flush();
    }
}
