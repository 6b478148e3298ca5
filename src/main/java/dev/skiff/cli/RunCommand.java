package dev.skiff.cli;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.Executors;
import dev.skiff.port.Origin;
import dev.skiff.port.Surroundings;
import dev.skiff.runtime.submission.Birth;
import dev.skiff.runtime.submission.FromFile;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.runtime.submission.Submission;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** {@code skiff run}: starts the workflows of files, and shows them to their end. */
@Command(
        name = "run",
        description = {
            "Run the workflows in files, one after the other, to their end.",
            "The exit code is 0 only when all of them succeeded."
        })
class RunCommand implements Callable<Integer> {
    static final String DEFAULT_EXECUTOR = "docker";
    static final String ON_A_CLUSTER = "kubernetes";

    final CommandContext context;

    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "YAML or JSON; a directory; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of the workflow.")
    List<String> parameters = List.of();

    @Option(
            names = {"-f", "--parameter-file"},
            paramLabel = "FILE",
            description = "Set parameters from a YAML or JSON mapping; -p wins.")
    @Nullable
    String parameterFile;

    @Option(names = "--entrypoint", paramLabel = "TEMPLATE", description = "Start with this template.")
    @Nullable
    String entrypoint;

    @Option(names = "--name", paramLabel = "NAME", description = "Name the run.")
    @Nullable
    String name;

    @Option(names = "--generate-name", paramLabel = "PREFIX", description = "Name the run PREFIX and five characters.")
    @Nullable
    String generateName;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description =
                    "The namespace of workflows that name none: what they show as {{workflow.namespace}}, and whose"
                            + " locks they share. Without it, default.")
    String namespace = "";

    @Option(
            names = {"-l", "--labels"},
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "Label the run.")
    List<String> labels = List.of();

    @Option(
            names = "--on",
            paramLabel = "EXECUTOR",
            description =
                    "docker (the default; any engine that speaks its API), kubernetes (pods of the cluster that KUBECONFIG or"
                            + " --kubeconfig names, or that this process runs in), or host (plain processes, see below).")
    String on = DEFAULT_EXECUTOR;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "Further documents, or directories of them: templates, ConfigMaps, Secrets, claims.")
    List<String> manifests = List.of();

    @Option(
            names = "--from-file",
            paramLabel = "KIND/NAME=PATH",
            description = "Make a configmap or secret of a file, or of the files in a directory.")
    List<String> fromFiles = List.of();

    @Option(names = "--allow-host-path", description = "Let steps mount directories of this machine.")
    boolean allowHostPath;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many steps may run at once; by default as many as there are processors.")
    int parallelism;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Mixin
    DefaultsOptions defaults = new DefaultsOptions();

    @Mixin
    StrictOptions strictly = new StrictOptions();

    @Mixin
    SuspendOptions suspend = new SuspendOptions();

    @Mixin
    ShowOptions show = new ShowOptions();

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Spec
    void setSpec(CommandSpec own) {
        spec = own;
        // picocli takes ${…} for a variable of its own
        String explanation = context.executors().explanation("host").replace("$", "$$");
        own.usageMessage().footer(("\n" + explanation).split("\n", -1));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (files.isEmpty()) {
            throw calledWrongly("Missing required parameter: 'FILE'");
        }
        if (parallelism < 0) {
            throw calledWrongly("--parallelism must be at least 1");
        }
        List<Source> sources = sources();
        Map<String, String> values = parameters();
        Loaded read = defaults.under(strictly.load(sources), context);
        Loaded loaded = values.isEmpty() ? read : read.withParameters(values);
        if (report(Lint.check(loaded))) {
            return 1;
        }
        FromFile made = FromFile.of(fromFiles);
        Bundle resources = Resources.of(loaded.bundle(), made);
        Origin origin = origin(sources, resources);
        Surroundings surroundings = context.executors()
                .surroundings(on, new Executors.Settings(origin.allowHostPath(), origin.cluster(), show.log));
        List<Workflow> workflows = submitted(loaded, surroundings);
        int code = 0;
        try (RunSession session = RunSession.open(context, show, suspend, origin)) {
            for (Workflow workflow : workflows) {
                int its = session.start(workflow, resources, origin);
                String run = workflow.metadata().getName();
                if (!session.isInterrupted()) {
                    surroundings.ended(run, its == 0).ifPresent(session::say);
                }
                code = its == 0 ? code : its;
                if (session.isInterrupted()) {
                    break;
                }
            }
        }
        return code;
    }

    /** The files' workflows come first. */
    final List<Source> sources() {
        List<String> all = new ArrayList<>(files);
        all.addAll(manifests);
        return new SourceFiles(context.in()).read(all);
    }

    /** @return whether the files cannot be run */
    final boolean report(List<Problem> problems) {
        boolean errors = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
        context.err().print(ProblemFormat.TEXT.render(problems));
        context.err().flush();
        return errors;
    }

    private List<Workflow> submitted(Loaded loaded, Surroundings surroundings) {
        List<Workflow> found = new ArrayList<>();
        List<Located> located = loaded.objects().stream()
                .filter(o -> o.object() instanceof Workflow)
                .toList();
        for (int i = 0; i < located.size(); i++) {
            if (isOfTheFiles(located.get(i).map().file())) {
                // the same workflow, with the order of the parameters that PARAM-17 says
                found.add(loaded.bundle().workflows().get(i));
            }
        }
        if (found.isEmpty()) {
            throw new UserError("there is no Workflow in " + String.join(", ", files)
                    + ": a document with 'kind: Workflow' is what can be run");
        }
        if (name != null && found.size() > 1) {
            throw new UserError(
                    "--name names one run, and there are " + found.size() + " workflows: use --generate-name");
        }
        String place = namespace.isEmpty() ? surroundings.namespace() : namespace;
        Submission submission =
                new Submission(entrypoint, name, generateName, place, Pairs.of(labels, "-l", this::calledWrongly));
        List<Workflow> begun = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            begun.add(begun(submission, asAsked(found.get(i)), i, surroundings));
        }
        return begun;
    }

    /** The workflow with what a further option of the command asks for. */
    Workflow asAsked(Workflow workflow) {
        return workflow;
    }

    /** A process that takes the place of another one goes on with its runs, and begins anew with those that have failed. */
    private Workflow begun(Submission submission, Workflow file, int number, Surroundings surroundings) {
        Surroundings.Identity identity = surroundings.identity().orElse(null);
        if (identity == null) {
            return submission.applyTo(file, Birth.fresh(context.clock().instant(), context.random()));
        }
        String failed = "";
        for (int attempt = 0; ; attempt++) {
            Workflow workflow = submission.applyTo(file, Birth.again(identity, number, attempt));
            String its = workflow.metadata().getName();
            if (surroundings.endedBefore(its).orElse(true)) {
                return workflow;
            }
            if (its.equals(failed)) {
                throw new UserError(
                        "the workflow " + its + " has failed in this Job before, and cannot be tried again under"
                                + " the same name: use metadata.generateName in place of metadata.name");
            }
            failed = its;
        }
    }

    final boolean isOfTheFiles(String source) {
        return files.stream().anyMatch(f -> source.equals(f) || Path.of(source).startsWith(Path.of(f)));
    }

    final Map<String, String> parameters() {
        Map<String, String> all = new LinkedHashMap<>(Pairs.of(parameters, "-p", this::calledWrongly));
        if (parameterFile != null) {
            Source file =
                    new SourceFiles(context.in()).read(List.of(parameterFile)).getFirst();
            ParameterFile.read(file).forEach(all::putIfAbsent);
        }
        return all;
    }

    final ParameterException calledWrongly(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private Origin origin(List<Source> sources, Bundle resources) {
        return new Origin(
                on,
                sources.stream()
                        .map(Source::name)
                        .filter(n -> !n.equals(SourceFiles.STANDARD_INPUT))
                        .map(n -> Path.of(n).toAbsolutePath().normalize().toString())
                        .toList(),
                fromFiles.stream().map(FromFile::absolute).toList(),
                resources.secrets().stream().map(s -> s.getMetadata().getName()).toList(),
                allowHostPath,
                parallelism,
                cluster.access());
    }
}
