package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.docker.Labels.Role;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The named volumes behind a run's claims: {@code <run>-<template>} for its own, {@code skiff-pvc-<claim>} for those that outlive it. */
final class ClaimVolumes {

    private final EngineApi api;
    private final String owner;

    ClaimVolumes(EngineApi api, String owner) {
        this.api = api;
        this.owner = owner;
    }

    /**
     * Makes those that are not there.
     *
     * @param fresh gets the names of those that were made
     * @throws ExecutorException when the engine refuses, or a volume of the name belongs to something else
     */
    void make(RunContext run, Set<String> fresh) {
        try {
            for (var template : run.workflow().spec().volumeClaimTemplates()) {
                String name = ArgoPod.claim(run.run(), template.getMetadata().getName());
                makeOwn(run.run(), name, fresh);
            }
            for (String claim : claims(run)) {
                String name = PodVolumes.claimVolume(claim);
                if (!exists(name)) {
                    api.createVolume(name, Map.of(Labels.ROLE, Role.CLAIM.text()));
                    fresh.add(name);
                }
            }
        } catch (IOException e) {
            throw new ExecutorException(
                    "pvc create error: the volumes of run " + run.run() + " cannot be made: " + EngineHttp.reason(e),
                    e);
        }
    }

    private void makeOwn(String run, String name, Set<String> fresh) throws IOException {
        boolean there = exists(name);
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.RUN, run);
        labels.put(Labels.ROLE, Role.CLAIM.text());
        labels.put(Labels.OWNER, owner);
        JsonNode volume = api.createVolume(name, labels);
        if (!run.equals(volume.path("Labels").path(Labels.RUN).asText(""))) {
            throw new ExecutorException("pvc create error: a volume named " + name
                    + " exists in the container engine, and it is not of this run; delete it with \"docker volume rm "
                    + name
                    + "\", or give the run another name");
        }
        if (!there) {
            fresh.add(name);
        }
    }

    private boolean exists(String name) throws IOException {
        return api.volume(name).isPresent();
    }

    private static Set<String> claims(RunContext run) {
        Set<String> claims = new LinkedHashSet<>();
        var spec = run.workflow().spec();
        spec.volumes().forEach(v -> add(v, claims));
        spec.templates().forEach(t -> t.volumes().forEach(v -> add(v, claims)));
        spec.volumeClaimTemplates()
                .forEach(t ->
                        claims.remove(ArgoPod.claim(run.run(), t.getMetadata().getName())));
        claims.removeIf(c -> c.contains("{{")); // known when its task is started, and made by the engine then
        return claims;
    }

    private static void add(Volume volume, Set<String> claims) {
        if (volume.getPersistentVolumeClaim() != null) {
            claims.add(volume.getPersistentVolumeClaim().getClaimName());
        }
    }
}
