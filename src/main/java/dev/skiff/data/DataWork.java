package dev.skiff.data;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.Results;
import dev.skiff.engine.TaskState.Verdict;
import dev.skiff.expr.EvalContext;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.Json;
import dev.skiff.expr.Scope;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactPaths;
import dev.skiff.model.Data;
import dev.skiff.model.TransformationStep;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.RunContext;
import dev.skiff.port.TaskWork;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Templates of kind {@code data} (RES-09). The result is JSON; lists keep the order of the store. */
public final class DataWork implements TaskWork {
    /** What Argo's executor ends with. */
    private static final int EXECUTOR_FAILED = 64;

    private final Artifacts artifacts;

    public DataWork(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public Task.Kind kind() {
        return Task.Kind.DATA;
    }

    @Override
    public Outcome perform(Task task, RunContext run, Log log) {
        Data data = task.template().data();
        ArtifactPaths paths = data == null ? null : data.source().artifactPaths();
        if (data == null || paths == null) {
            return failed("unable to process data source: no valid source is used for data template");
        }
        if (paths.from() != null || paths.fromExpression() != null) {
            return failed("artifactPaths takes no 'from': say where the artifact lies, for instance s3: {key: …}");
        }
        List<String> keys;
        try {
            keys = artifacts.list(run, task, artifact(paths));
        } catch (ArtifactException e) {
            return failed("unable to process data source: unable to source artifact paths: " + e.getMessage());
        }
        log.line(keys.size() + (keys.size() == 1 ? " key" : " keys"));
        return transformed(keys, data.transformation());
    }

    private static Outcome transformed(List<String> keys, List<TransformationStep> steps) {
        Object value = keys;
        for (int i = 0; i < steps.size(); i++) {
            String expression = steps.get(i).expression();
            String step = "unable to process data transformation: error processing data step " + i + ": ";
            try {
                Map<String, @Nullable Object> variables = Collections.singletonMap("data", value);
                value = Expressions.evaluate(
                        Expressions.parse(expression), Scope.of(variables), EvalContext.timeless());
            } catch (ExprException e) {
                return failed(step + e.render(expression));
            }
        }
        try {
            return new Outcome(Verdict.SUCCEEDED, 0, "", new Results(Map.of(), Json.escaped(value)));
        } catch (RuntimeException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome failed(String why) {
        String message = "main: Error (exit code " + EXECUTOR_FAILED + "): unable to process data template: " + why;
        return new Outcome(Verdict.FAILED, EXECUTOR_FAILED, message, Results.NONE);
    }

    private static Artifact artifact(ArtifactPaths p) {
        return new Artifact(
                p.archive(),
                p.archiveLogs(),
                p.artifactGC(),
                p.artifactory(),
                p.azure(),
                p.deleted(),
                p.from(),
                p.fromExpression(),
                p.gcs(),
                p.git(),
                p.globalName(),
                p.hdfs(),
                p.http(),
                p.mode(),
                p.name() == null ? "artifactPaths" : p.name(),
                p.optional(),
                p.oss(),
                p.path(),
                p.plugin(),
                p.raw(),
                p.recurseMode(),
                p.s3(),
                p.subPath());
    }
}
