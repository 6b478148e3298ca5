package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;

/** What the pods of a run share: its volume claims (VOL-01, VOL-02) and its disruption budget. */
final class RunObjects {
    private static final int TRIES = 6;
    private static final long FIRST_PAUSE_MS = 200;

    private final PodServices services;

    RunObjects(PodServices services) {
        this.services = services;
    }

    private String claims() {
        return "/api/v1/namespaces/" + Call.encoded(services.namespace()) + "/persistentvolumeclaims";
    }

    private String budgets() {
        return "/apis/policy/v1/namespaces/" + Call.encoded(services.namespace()) + "/poddisruptionbudgets";
    }

    /** @throws ExecutorException in Argo's words */
    void make(RunContext run) {
        var spec = run.workflow().spec();
        for (var template : spec.volumeClaimTemplates()) {
            ObjectNode claim = (ObjectNode) PodPlan.tree(template);
            claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            claim.remove("status");
            describe(claim, run, ArgoPod.claim(run.run(), template.getMetadata().getName()));
            make(claims(), claim, "pvc create error: ", "persistentvolumeclaims");
        }
        if (spec.podDisruptionBudget() != null) {
            ObjectNode budget = JsonNodeFactory.instance.objectNode();
            budget.put("apiVersion", "policy/v1").put("kind", "PodDisruptionBudget");
            ObjectNode wanted = (ObjectNode) PodPlan.tree(spec.podDisruptionBudget());
            wanted.withObject("/selector/matchLabels").put(PodMarks.WORKFLOW, run.run());
            budget.set("spec", wanted);
            describe(budget, run, run.run());
            make(budgets(), budget, "Unable to create PDB resource for workflow, ", "poddisruptionbudgets");
        }
    }

    private void describe(ObjectNode object, RunContext run, String name) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("name", name).put("namespace", services.namespace());
        metadata.withObject("/labels").put(PodMarks.WORKFLOW, run.run());
        services.settings()
                .owner()
                .apply(run)
                .ifPresent(owner -> metadata.putArray("ownerReferences").add(PodPlan.tree(owner)));
    }

    private void make(String path, ObjectNode object, String complaint, String resource) {
        for (int attempt = 1; ; attempt++) {
            try {
                services.api().await(Call.post(path, object).forMetadata());
                return;
            } catch (KubeProblem e) {
                if (e.isAlreadyExists()) {
                    return;
                }
                if (!Refusal.isTransient(e) || attempt == TRIES) {
                    throw new ExecutorException(complaint + Refusal.sentence(e, "create", resource), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExecutorException(complaint + "interrupted", e);
            }
            pause(FIRST_PAUSE_MS << attempt);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws ExecutorException when something could not be deleted */
    void delete(RunContext run, boolean deleteClaims) {
        var spec = run.workflow().spec();
        if (deleteClaims) {
            for (var template : spec.volumeClaimTemplates()) {
                String name = ArgoPod.claim(run.run(), template.getMetadata().getName());
                delete(claims() + "/" + Call.encoded(name), "persistentvolumeclaims");
            }
        }
        if (spec.podDisruptionBudget() != null) {
            delete(budgets() + "/" + Call.encoded(run.run()), "poddisruptionbudgets");
        }
    }

    private void delete(String path, String resource) {
        try {
            services.api().await(Call.delete(path).forMetadata());
        } catch (KubeProblem e) {
            if (!e.isNotFound()) {
                throw new ExecutorException(Refusal.sentence(e, "delete", resource), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
