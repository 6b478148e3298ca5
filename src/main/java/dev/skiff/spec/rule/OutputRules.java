package dev.skiff.spec.rule;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Parameter;
import dev.skiff.model.ValueFrom;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where outputs come from and where artifacts lie: one source each, no way out of a directory (OUT-07, OUT-11, OUT-13, ART-10). */
final class OutputRules implements Rule {

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (TemplateSite site : survey.templates()) {
            DocPath inputs = site.path().key("inputs").key("artifacts");
            each(site.located(), inputs, site.inputArtifacts(), report);
            for (int i = 0; i < site.inputArtifacts().size(); i++) {
                input(site, inputs.index(i), site.inputArtifacts().get(i), report);
            }
            each(site.located(), site.path().key("outputs").key("artifacts"), site.outputArtifacts(), report);
            outputs(site, report);
        }
        for (CallSite call : survey.calls()) {
            DocPath path = call.path().key("arguments").key("artifacts");
            each(call.located(), path, TemplateSite.artifacts(call.target().arguments()), report);
        }
        for (SpecSite spec : survey.specs()) {
            DocPath path = spec.path().key("arguments").key("artifacts");
            each(spec.located(), path, TemplateSite.artifacts(spec.spec().arguments()), report);
        }
    }

    private static void each(Located located, DocPath list, List<Artifact> artifacts, Consumer<Problem> report) {
        for (int i = 0; i < artifacts.size(); i++) {
            artifact(located, list.index(i), artifacts.get(i), report);
        }
    }

    private static void artifact(Located located, DocPath path, Artifact artifact, Consumer<Problem> report) {
        List<String> sources = Stream.concat(
                        Stream.of(
                                artifact.from() == null ? "" : "from",
                                artifact.fromExpression() == null ? "" : "fromExpression"),
                        stores(artifact.location()))
                .filter(source -> !source.isEmpty())
                .toList();
        boolean both = sources.contains("from") && sources.contains("fromExpression");
        List<String> stores = stores(artifact.location()).toList();
        if (both || stores.size() > 1) {
            report.accept(located.error(
                    path,
                    "the artifact '%s' has %s"
                            .formatted(artifact.name(), String.join(" and ", both ? sources : stores)),
                    "keep one of them"));
        }
        String file = artifact.path();
        if (file != null && Arrays.asList(file.split("/", -1)).contains("..")) {
            report.accept(located.error(
                    path.key("path"),
                    "the path '%s' leads out of its directory with '..'".formatted(file),
                    "write the path in full"));
        }
    }

    private static Stream<String> stores(ArtifactLocation at) {
        return Stream.of(
                        at.artifactory() == null ? "" : "artifactory",
                        at.azure() == null ? "" : "azure",
                        at.gcs() == null ? "" : "gcs",
                        at.git() == null ? "" : "git",
                        at.hdfs() == null ? "" : "hdfs",
                        at.http() == null ? "" : "http",
                        at.oss() == null ? "" : "oss",
                        at.plugin() == null ? "" : "plugin",
                        at.raw() == null ? "" : "raw",
                        at.s3() == null ? "" : "s3")
                .filter(store -> !store.isEmpty());
    }

    /** A template takes its artifacts from its callers; it cannot fetch them from others by itself. */
    private static void input(TemplateSite site, DocPath path, Artifact artifact, Consumer<Problem> report) {
        if (artifact.from() != null) {
            report.accept(site.located()
                    .error(
                            path.key("from"),
                            "'from' is not allowed in the inputs of a template",
                            "give the artifact in the arguments of the step or task that calls it"));
        }
    }

    private static void outputs(TemplateSite site, Consumer<Problem> report) {
        DocPath list = site.path().key("outputs").key("parameters");
        for (int i = 0; i < site.outputParameters().size(); i++) {
            Parameter parameter = site.outputParameters().get(i);
            ValueFrom from = parameter.valueFrom();
            if (from == null) {
                if (parameter.value() == null) {
                    report.accept(site.located()
                            .error(
                                    list.index(i),
                                    "the output parameter '%s' has neither 'value' nor 'valueFrom'"
                                            .formatted(parameter.name()),
                                    "for example valueFrom: {path: /tmp/value}"));
                }
                continue;
            }
            List<String> kinds = Stream.of(
                            kind("path", from.path()),
                            kind("jqFilter", from.jqFilter()),
                            kind("jsonPath", from.jsonPath()),
                            kind("parameter", from.parameter()),
                            kind("expression", from.expression()),
                            kind("supplied", from.supplied()))
                    .filter(kind -> !kind.isEmpty())
                    .toList();
            if (kinds.size() != 1) {
                String message = kinds.isEmpty()
                        ? "the output parameter '%s' does not say where its value comes from"
                                .formatted(parameter.name())
                        : "the output parameter '%s' has several sources: %s"
                                .formatted(parameter.name(), String.join(", ", kinds));
                String hint = kinds.isEmpty()
                        ? "one of path, parameter, expression, supplied, jqFilter, jsonPath"
                        : "keep one of them";
                report.accept(site.located().error(list.index(i).key("valueFrom"), message, hint));
            }
        }
    }

    private static String kind(String name, @Nullable Object value) {
        return value == null ? "" : name;
    }
}
