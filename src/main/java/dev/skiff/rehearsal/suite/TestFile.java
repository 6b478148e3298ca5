package dev.skiff.rehearsal.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.rehearsal.Mock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of workflow tests, as docs/workflow-tests.md describes it.
 *
 * @param version of the format: 1
 * @param workflow path of the file with the workflow, relative to this file
 * @param manifests further files or directories, relative to this file
 * @param parameters of the workflow, for every test
 * @param mocks for every test; a test's own come after them, and so win
 */
public record TestFile(
        @Nullable Integer version,
        @Nullable String workflow,
        List<String> manifests,
        Map<String, JsonNode> parameters,
        List<Mock> mocks,
        List<TestCase> tests) {
    /** The only one there is. */
    public static final int VERSION = 1;

    public TestFile {
        manifests = Lists.of(manifests);
        parameters = Lists.map(parameters);
        mocks = Lists.of(mocks);
        tests = Lists.of(tests);
    }
}
