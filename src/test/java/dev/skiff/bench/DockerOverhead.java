package dev.skiff.bench;

import dev.skiff.it.SkiffCommand;
import dev.skiff.it.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code skiff run} adds to the containers themselves: the seed's workflow with {@code max=20}, by turns with Skiff and by hand
 * through the same engine with the same parallelism. Goal: at most 1.10 times as long.
 *
 * <p>Arguments: how many turns (5), max (20), how many at once (the number of cores).
 */
public final class DockerOverhead {
    private static final double GOAL = 1.10;

    private DockerOverhead() {}

    public static void main(String[] args) throws IOException {
        int turns = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int max = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int atOnce = Runtime.getRuntime().availableProcessors(); // what skiff does by itself
        TestImages.ofTheSeed();
        Path directory = Files.createTempDirectory("skiff-bench");
        var hand = new SeedByHand(new EngineSocket(socket()), atOnce);
        byHand(hand, 2);
        withSkiff(directory, 2);

        var byHand = new double[turns];
        var withSkiff = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            byHand[turn] = byHand(hand, max);
            withSkiff[turn] = withSkiff(directory, max);
            System.out.printf(
                    Locale.ROOT,
                    "turn %d: by hand %.2f s, skiff run %.2f s%n",
                    turn + 1,
                    byHand[turn],
                    withSkiff[turn]);
        }
        print(max, atOnce, byHand, withSkiff);
    }

    private static void print(int max, int atOnce, double[] byHand, double[] withSkiff) {
        System.out.printf(
                "%nSeed's workflow, max=%d (%d containers), %d at once, %d turns, seconds%n",
                max, 1 + 2 * max, atOnce, byHand.length);
        System.out.printf("%-12s %8s %8s %8s%n", "", "min", "median", "max");
        row("by hand", byHand);
        row("skiff run", withSkiff);
        double ratio = median(withSkiff) / median(byHand);
        System.out.printf(
                Locale.ROOT,
                "ratio of medians %.3f (of the shortest %.3f), goal <= %.2f: %s%n",
                ratio,
                Arrays.stream(withSkiff).min().orElseThrow()
                        / Arrays.stream(byHand).min().orElseThrow(),
                GOAL,
                ratio <= GOAL ? "reached" : "missed");
    }

    private static void row(String name, double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT, "%-12s %8.2f %8.2f %8.2f%n", name, sorted[0], median(seconds), sorted[sorted.length - 1]);
    }

    private static double byHand(SeedByHand hand, int max) throws IOException {
        long start = System.nanoTime();
        List<String> squares = hand.run(max);
        double seconds = secondsSince(start);
        if (!squares.equals(expected(max))) {
            throw new IllegalStateException("wrong values by hand: " + squares);
        }
        return seconds;
    }

    private static double withSkiff(Path directory, int max) {
        long start = System.nanoTime();
        var outcome = SkiffCommand.in(directory)
                .run("run", "src/test/resources/seed/workflow.yml", "-p", "max=" + max, "--on", "docker", "-o", "name");
        double seconds = secondsSince(start);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(outcome.toString());
        }
        return seconds;
    }

    private static List<String> expected(int max) {
        var squares = new ArrayList<String>();
        for (long i = 0; i < max; i++) {
            squares.add(Long.toString((7 * i + 3) * (7 * i + 3)));
        }
        return squares;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static Path socket() {
        String host = System.getenv("DOCKER_HOST");
        return Path.of(
                host != null && host.startsWith("unix://")
                        ? host.substring("unix://".length())
                        : "/var/run/docker.sock");
    }
}
