package dev.skiff.rehearsal.suite;

import java.util.List;

/**
 * An expectation that was not met.
 *
 * @param path of the expectation in its test: field names ({@code String}) and list positions ({@code Integer})
 * @param message a sentence with what was expected and what came
 */
public record Failure(List<Object> path, String message) {
    public Failure {
        path = List.copyOf(path);
    }
}
