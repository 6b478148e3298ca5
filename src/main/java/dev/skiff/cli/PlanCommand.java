package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.cli.view.PlanLines;
import dev.skiff.cli.view.Terminal;
import dev.skiff.model.Bundle;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Workflow;
import dev.skiff.rehearsal.Inventor;
import dev.skiff.rehearsal.Mock;
import dev.skiff.rehearsal.MockFile;
import dev.skiff.rehearsal.MockText;
import dev.skiff.rehearsal.Mocked;
import dev.skiff.rehearsal.Plan;
import dev.skiff.rehearsal.Rehearsal;
import dev.skiff.rehearsal.Stage;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skiff plan}: what a workflow would do, without doing anything. */
@Command(
        name = "plan",
        description = {
            "Show what the workflows in files would do: steps in the order of their starts, those of one number side by side,"
                    + " with images, commands and arguments after substitution. Nothing is started, opened or contacted.",
            "Outputs of steps are invented: from --mock, else from defaults in the workflow, else from how they are used,"
                    + " else a word that begins with 'invented_'.",
            "Exit code 0: planned; 1: the files have problems, or a step cannot be planned; 2: called wrongly."
        })
final class PlanCommand implements Callable<Integer> {
    private static final int LINES_OF_THE_ENDLESS = 10;

    private final CommandContext context;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON; a directory; - for standard input.")
    List<String> files = List.of();

    @Mixin
    RehearsedFiles rehearsed = new RehearsedFiles();

    @Option(
            names = "--mock",
            paramLabel = "STEP.FIELD=VALUE",
            description =
                    "What a step gives, e.g. 'numbers.outputs.parameters.list=[1,2]', 'template:flip.result=heads',"
                            + " 'each*.exitCode=1'.")
    List<String> mocks = List.of();

    @Option(
            names = "--mock-file",
            paramLabel = "FILE",
            description = "The same as YAML: the section 'mocks' of a workflow test.")
    List<String> mockFiles = List.of();

    /** How a plan is printed. */
    enum Form {
        TREE,
        JSON,
        YAML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "tree, json or yaml.")
    Form output = Form.TREE;

    @Option(names = "--all", description = "Show every element of large loops and every line of long texts.")
    boolean all;

    PlanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Mock> given = mocks();
        RehearsedFiles.Read read = rehearsed.read(context, files, spec());
        context.err().print(ProblemFormat.TEXT.render(read.problems()));
        context.err().flush();
        if (read.problems().stream().anyMatch(p -> p.severity() == Severity.ERROR)) {
            return 1;
        }
        List<Plan> plans = new ArrayList<>();
        for (Workflow workflow : read.workflows()) {
            plans.add(plan(workflow, read.resources(), given));
        }
        print(plans);
        return plans.stream().allMatch(Plan::isComplete) ? 0 : 1;
    }

    private Plan plan(Workflow file, Bundle resources, List<Mock> given) {
        Workflow workflow = Stage.set(file, "plan", Stage.START, true);
        Mocked answers = new Mocked(workflow.metadata().getName(), given, Inventor.of(workflow, resources), true);
        Plan plan = Plan.of(Rehearsal.play(workflow, resources, answers, List.of(), Stage.START), answers);
        answers.unused().forEach(mock -> context.err().println(unused(mock, workflow)));
        return plan;
    }

    private static String unused(Mock mock, Workflow workflow) {
        String template = mock.template();
        List<String> names = workflow.spec().templates().stream()
                .map(t -> String.valueOf(t.name()))
                .toList();
        return "no step that runs fits the mock of "
                + (template == null
                        ? "'" + mock.node() + "'"
                        : "template '" + template + "'" + DidYouMean.hintAfter("; ", template, names));
    }

    private List<Mock> mocks() {
        List<Mock> all = new ArrayList<>();
        for (String file : mockFiles) {
            Documented<MockFile> read = Documented.read(
                    new SourceFiles(context.in()).read(List.of(file)).getFirst(), MockFile.class);
            MockFile value = read.value();
            if (value == null) {
                throw new UserError(ProblemFormat.TEXT.render(read.problems()).strip());
            }
            all.addAll(value.mocks());
        }
        for (String text : mocks) {
            try {
                all.add(MockText.parse(text));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec().commandLine(), "--mock: " + e.getMessage());
            }
        }
        return all;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private void print(List<Plan> plans) {
        switch (output) {
            case TREE -> plans.forEach(this::tree);
            case JSON -> context.out().print(Printer.json(json(plans)));
            case YAML -> context.out().print(Printer.yaml(json(plans)));
        }
        context.out().flush();
    }

    private static JsonNode json(List<Plan> plans) {
        if (plans.size() == 1) {
            return plans.getFirst().json();
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        plans.forEach(plan -> list.add(plan.json()));
        return list;
    }

    private void tree(Plan plan) {
        var style =
                ShowOptions.style(context, Terminal.of(1, context.environment()).isPresent());
        List<String> lines = PlanLines.of(plan.roots(), style, all);
        int shown = plan.isEndless() && !all ? Math.min(lines.size(), LINES_OF_THE_ENDLESS) : lines.size();
        lines.subList(0, shown).forEach(context.out()::println);
        plan.notes().forEach(note -> context.out().println(style.warning("note: " + note)));
        context.out().println();
    }
}
