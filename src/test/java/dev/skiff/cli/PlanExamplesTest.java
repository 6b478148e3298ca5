package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.engine.Unsupported;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.rehearsal.Inventor;
import dev.skiff.rehearsal.Mocked;
import dev.skiff.rehearsal.Plan;
import dev.skiff.rehearsal.Rehearsal;
import dev.skiff.rehearsal.Stage;
import dev.skiff.runtime.submission.FromFile;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Argo's own examples, where they lie beside the repository: what lints clean can be planned, with invented values alone. */
class PlanExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "shared", "argo", "examples");

    @Test
    void everyExampleThatLintsCleanCanBePlanned() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(EXAMPLES), "no ../shared/argo/examples");
        List<Source> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                all.add(new Source(file.toString(), Files.readAllBytes(file)));
            }
        }
        RehearsedFiles.Read read =
                RehearsedFiles.read(all, List.of(EXAMPLES.toString()), Map.of(), null, FromFile.of(List.of()));
        assertThat(read.problems())
                .filteredOn(p -> p.severity() == Severity.ERROR)
                .isEmpty();
        List<String> failures = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        int planned = 0;
        for (Workflow workflow : read.workflows()) {
            if (!Unsupported.problems(workflow).isEmpty()) {
                unsupported.add(Stage.set(workflow, "plan", Stage.START, true)
                        .metadata()
                        .getName());
                continue;
            }
            Plan plan = plan(workflow, read.resources());
            String json = plan.json().toString();
            if (json.contains("give its document with --manifest") || json.contains("failed to initialize semaphore")) {
                unsupported.add(plan.name()); // it refers to what is not in this part of the examples
                continue;
            }
            planned++;
            if (!plan.isComplete()) {
                failures.add(plan.name() + ": " + plan.phase() + " " + plan.notes());
            }
        }
        System.out.println(
                planned + " examples planned; not planned, for lack of templates or of the engine: " + unsupported);
        assertThat(failures).isEmpty();
        assertThat(planned).isGreaterThan(100);
    }

    private static Plan plan(Workflow file, Bundle resources) {
        Workflow workflow = Stage.set(file, "plan", Stage.START, true);
        Mocked answers = new Mocked(workflow.metadata().getName(), List.of(), Inventor.of(workflow, resources), true);
        return Plan.of(Rehearsal.play(workflow, resources, answers, List.of(), Stage.START), answers);
    }
}
