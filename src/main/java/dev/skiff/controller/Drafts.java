package dev.skiff.controller;

import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.TemplateShelf;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import dev.skiff.spec.WorkflowDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of an object what can be run, with everything that it refers to; or says why it cannot be run. */
final class Drafts {
    private static final String BY_TEMPLATE_ALONE =
            "workflows must use workflowTemplateRef to be executed when the controller is in reference mode";
    /** What became of it. */
    sealed interface Draft {

        /**
         * It can be run.
         *
         * @param warnings what of it is ignored; a sentence, or empty
         */
        record Ready(Workflow workflow, Bundle resources, String warnings) implements Draft {}

        /** It cannot be: this is to be its end. */
        record Refused(WorkflowPhase phase, String message) implements Draft {}
    }

    private final Gatherer gatherer;
    private final DraftCache cache = new DraftCache();
    private final Controller.Rules rules;

    Drafts(KubeApi api, TemplateShelf templates, TemplateShelf clusterTemplates, Controller.Rules rules) {
        this.gatherer = new Gatherer(api, templates, clusterTemplates);
        this.rules = rules;
    }

    /**
     * Of a new workflow. Blocks while ConfigMaps are fetched.
     *
     * @throws KubeProblem when what it refers to cannot be fetched at the moment
     */
    Draft of(WorkflowView view) throws InterruptedException {
        byte[] document = view.document();
        Gatherer.Gathered gathered = gatherer.gather(view.id().namespace(), document);
        Workflow under = rules.defaults().get();
        DraftCache.Key key = DraftCache.key(view, gathered.versions(), under);
        boolean lasting = gathered.configMaps().isEmpty();
        Draft.Ready known = lasting ? cache.find(key) : null;
        if (known != null) {
            return again(known, view, under);
        }
        Draft draft = made(document, gathered);
        if (lasting && draft instanceof Draft.Ready ready) {
            cache.keep(key, ready);
        }
        return draft;
    }

    /** Another workflow of the same spec. */
    private static Draft again(Draft.Ready known, WorkflowView view, @Nullable Workflow under) {
        Workflow workflow =
                known.workflow().toBuilder().metadata(view.metadata()).build();
        return new Draft.Ready(
                under == null ? workflow : WorkflowDefaults.under(workflow, under),
                known.resources(),
                known.warnings());
    }

    private Draft made(byte[] document, Gatherer.Gathered gathered) {
        Loaded own = Manifests.loadStored(List.of(new Source("", document)));
        if (own.bundle().workflows().isEmpty()) {
            return new Draft.Refused(WorkflowPhase.ERROR, "cannot unmarshall spec: " + sentences(own, Severity.ERROR));
        }
        boolean refers = own.bundle().workflows().getFirst().spec().workflowTemplateRef() != null;
        if (!refers && rules.byTemplateAlone().getAsBoolean()) {
            return new Draft.Refused(WorkflowPhase.ERROR, BY_TEMPLATE_ALONE);
        }
        Loaded all = joined(own, gathered.loaded());
        List<Problem> errors = Lint.check(all).stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty() || !gathered.missing().isEmpty()) {
            List<String> sentences = new ArrayList<>(gathered.missing());
            errors.forEach(problem -> sentences.add(problem.sentence()));
            // PHASE-18
            return new Draft.Refused(WorkflowPhase.FAILED, "invalid spec: " + String.join("; ", sentences));
        }
        // the workflow itself is none of what it refers to
        return new Draft.Ready(
                all.bundle().workflows().getFirst(),
                joined(Manifests.load(List.of()), gathered.loaded()).bundle(),
                sentences(own, Severity.WARNING));
    }

    /**
     * What a workflow refers to, as it is now.
     *
     * @throws KubeProblem when it cannot be fetched at the moment
     */
    Bundle resources(WorkflowView view) throws InterruptedException {
        return joined(
                        Manifests.load(List.of()),
                        gatherer.gather(view.id().namespace(), view.document()).loaded())
                .bundle();
    }

    private Loaded joined(Loaded own, List<Loaded> others) {
        List<Loaded> all = new ArrayList<>(List.of(own));
        all.addAll(others);
        Loaded joined = all.stream().reduce(Loaded::and).orElseThrow();
        Workflow under = rules.defaults().get();
        return under == null ? joined : WorkflowDefaults.under(joined, under);
    }

    /** All of them, each with the place in its document. */
    private static String sentences(Loaded loaded, Severity severity) {
        return loaded.problems().stream()
                .filter(p -> p.severity() == severity)
                .map(Problem::sentence)
                .collect(Collectors.joining("; "));
    }
}
