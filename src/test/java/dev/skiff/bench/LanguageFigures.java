package dev.skiff.bench;

import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The language's table: what {@link LanguageBenchmark} measures. */
public final class LanguageFigures {

    private LanguageFigures() {}

    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(LanguageBenchmark.class.getName() + ".")
                .build();
        var results = new Runner(options).run();
        System.out.printf("%nThe language, one core%n");
        for (RunResult result : results) {
            String what =
                    switch (result.getPrimaryResult().getLabel()) {
                        case "lintOneMegabyte" -> "read and lint a workflow of 1 MB";
                        case "oneHundredWorkflowTests" -> "play 100 workflow tests of 12 steps each";
                        default -> "expand withParam of 10,000 items and resolve 3 texts of each";
                    };
            double milliseconds = result.getPrimaryResult().getScore();
            System.out.printf(Locale.ROOT, "%-62s %,10.1f ms%n", what, milliseconds);
        }
    }
}
