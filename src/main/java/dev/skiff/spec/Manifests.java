package dev.skiff.spec;

import dev.skiff.spec.read.Documents;
import dev.skiff.spec.read.Findings;
import dev.skiff.spec.read.Node;
import java.util.ArrayList;
import java.util.List;

/** Reads YAML and JSON sources into the model. */
public final class Manifests {

    private Manifests() {}

    /**
     * Reads all documents of all sources. Never throws: what cannot be read is a problem, and everything else is in the bundle. Kinds that
     * are neither Argo's nor ConfigMap, Secret or PersistentVolumeClaim are only named (MET-06).
     */
    public static Loaded load(List<Source> sources) {
        return load(sources, ReadLimits.DEFAULT);
    }

    /** As {@link #load(List)}, with other limits. */
    public static Loaded load(List<Source> sources, ReadLimits limits) {
        return load(sources, limits, false);
    }

    /** As {@link #load(List)}, of objects that a cluster has taken: fields that nobody knows are warnings, and ignored (MET-06). */
    public static Loaded loadStored(List<Source> sources) {
        return load(sources, ReadLimits.DEFAULT, true);
    }

    private static Loaded load(List<Source> sources, ReadLimits limits, boolean stored) {
        Collected collected = new Collected(stored);
        List<Problem> problems = new ArrayList<>();
        for (Source source : sources) {
            Findings findings = new Findings(source.name());
            for (Node root : Documents.read(source, limits, findings)) {
                collected.add(root, findings);
            }
            problems.addAll(findings.problems());
        }
        List<String> files = sources.stream().map(Source::name).toList();
        return new Loaded(files, collected.bundle(), problems, collected.objects(), collected.broken());
    }
}
