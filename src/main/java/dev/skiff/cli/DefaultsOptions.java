package dev.skiff.cli;

import dev.skiff.model.Workflow;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import dev.skiff.spec.WorkflowDefaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A partial Workflow that lies under every other, as the controller's {@code workflowDefaults} does in Argo. */
final class DefaultsOptions {
    private static final String USUAL = "workflow-defaults.yaml";
    private static final Pattern KIND = Pattern.compile("(?m)^kind\\s*:");
    private static final Pattern METADATA = Pattern.compile("(?m)^metadata\\s*:");

    @Option(
            names = "--workflow-defaults",
            paramLabel = "FILE",
            description =
                    "What every workflow has that does not say otherwise (metadata, spec), as workflowDefaults of Argo's"
                            + " controller; by default skiff/" + USUAL
                            + " in the directory for configurations, if it is there.")
    @Nullable
    String file;

    /** The same set with the defaults. @throws UserError when the file cannot be read, or is no Workflow */
    Loaded under(Loaded loaded, CommandContext context) {
        Optional<String> name = Optional.ofNullable(file).or(() -> usual(context));
        if (name.isEmpty()) {
            return loaded;
        }
        Source source = new SourceFiles(context.in()).read(List.of(name.get())).getFirst();
        Loaded read = Manifests.load(List.of(withKind(source)));
        List<Problem> errors = read.problems().stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new UserError(ProblemFormat.TEXT.render(errors).strip());
        }
        List<Workflow> workflows = read.bundle().workflows();
        if (workflows.size() != 1) {
            throw new UserError(
                    name.get() + ": workflow defaults are one document with metadata or spec of a Workflow");
        }
        return WorkflowDefaults.under(loaded, workflows.getFirst());
    }

    private static Optional<String> usual(CommandContext context) {
        String xdg = context.environment().getOrDefault("XDG_CONFIG_HOME", "");
        String home = context.environment().getOrDefault("HOME", "");
        Path directory = !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : Path.of(home, ".config");
        Path usual = directory.resolve("skiff").resolve(USUAL);
        return usual.isAbsolute() && Files.isReadable(usual) ? Optional.of(usual.toString()) : Optional.empty();
    }

    /** In Argo's ConfigMap they have no kind, and may be a spec only; what lacks is added at the end, so that places stay right. */
    private static Source withKind(Source source) {
        String text = new String(source.content(), StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{")) {
            return source;
        }
        String whole = text + "\n";
        if (!KIND.matcher(text).find()) {
            whole += "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n";
        }
        if (!METADATA.matcher(text).find()) {
            whole += "metadata: {}\n";
        }
        return new Source(source.name(), whole.getBytes(StandardCharsets.UTF_8));
    }
}
