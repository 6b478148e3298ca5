package dev.skiff.bench;

import dev.skiff.engine.Run;
import dev.skiff.model.Workflow;
import java.lang.ref.Reference;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The engine's table: leaf nodes a second on one core, how the cost of a node grows from 10,000 to 100,000, and what a finished node keeps
 * in memory. Goals: 200,000 a second, 1.2 times.
 */
public final class EngineFigures {
    private static final int LARGE = 100_000;
    private static final int MIDDLE = 10_000;
    private static final int SMALL = 1_000;
    private static final double GOAL_PER_SECOND = 200_000;
    private static final double GOAL_RATIO = 1.2;

    private EngineFigures() {}

    public static void main(String[] args) throws RunnerException {
        Map<Shape, Long> bytes = new EnumMap<>(Shape.class);
        for (Shape shape : Shape.values()) {
            bytes.put(shape, bytesPerLeaf(shape));
        }
        Map<Shape, Map<Integer, Double>> nanos = new EnumMap<>(Shape.class);
        var options = new OptionsBuilder()
                .include(EngineBenchmark.class.getName() + ".")
                .build();
        for (RunResult result : new Runner(options).run()) {
            int leaves = Integer.parseInt(result.getParams().getParam("leaves"));
            Shape shape = Shape.valueOf(result.getParams().getParam("shape"));
            double perLeaf = result.getPrimaryResult().getScore() * 1e6 / leaves;
            nanos.computeIfAbsent(shape, s -> new TreeMap<>()).put(leaves, perLeaf);
        }
        print(nanos, bytes);
    }

    private static void print(Map<Shape, Map<Integer, Double>> nanos, Map<Shape, Long> bytes) {
        System.out.printf(
                Locale.ROOT,
                "%nThe engine, one core, whole workflows (goals: >= %,.0f leaf nodes a second at each size; ratio <= %.1f)%n",
                GOAL_PER_SECOND,
                GOAL_RATIO);
        System.out.printf(
                "%-8s %14s %14s %14s %22s %16s%n",
                "shape", "1,000 (/s)", "10,000 (/s)", "100,000 (/s)", "cost 100,000/10,000", "bytes per leaf");
        nanos.forEach((shape, byLeaves) -> {
            double ratio = byLeaves.get(LARGE) / byLeaves.get(MIDDLE);
            boolean fast = byLeaves.values().stream().allMatch(n -> 1e9 / n >= GOAL_PER_SECOND);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %,14.0f %,14.0f %,14.0f %22.2f %,16d  %s%n",
                    shape,
                    1e9 / byLeaves.get(SMALL),
                    1e9 / byLeaves.get(MIDDLE),
                    1e9 / byLeaves.get(LARGE),
                    ratio,
                    bytes.get(shape),
                    fast && ratio <= GOAL_RATIO ? "reached" : "missed");
        });
    }

    /** What is still in use after a collection with the finished run in hand, less what was before; the workflow's own text not counted. */
    private static long bytesPerLeaf(Shape shape) {
        EngineDriver.play(shape.workflow(MIDDLE));
        Workflow workflow = shape.workflow(LARGE);
        long before = used();
        Run run = EngineDriver.play(workflow);
        long after = used();
        Reference.reachabilityFence(run);
        Reference.reachabilityFence(workflow);
        return (after - before) / LARGE;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
