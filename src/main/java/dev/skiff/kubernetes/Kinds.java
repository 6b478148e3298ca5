package dev.skiff.kubernetes;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/** What kinds of objects a cluster has, as it says itself. */
final class Kinds {
    private final KubernetesClient client;

    Kinds(KubernetesClient client) {
        this.client = client;
    }

    /** @throws ResourceFailed when the cluster does not have it */
    ResourceDefinitionContext ofManifest(String apiVersion, String kind) throws ResourceFailed {
        for (APIResource resource : resources(apiVersion)) {
            if (resource.getKind().equals(kind)) {
                return context(apiVersion, resource);
            }
        }
        throw new ResourceFailed(
                "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\": the cluster does not have it");
    }

    /** @param name as kubectl takes it: kind, plural, singular or short name, perhaps with {@code .group} */
    ResourceDefinitionContext ofName(String name) throws ResourceFailed {
        int dot = name.indexOf('.');
        String wanted = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
        String group = dot < 0 ? "" : name.substring(dot + 1);
        Predicate<APIResource> fits = r -> wanted.equals(r.getName())
                || wanted.equals(r.getSingularName())
                || wanted.equals(r.getKind().toLowerCase(Locale.ROOT))
                || r.getShortNames() != null && r.getShortNames().contains(wanted);
        for (String version : versions(group)) {
            for (APIResource resource : resources(version)) {
                if (fits.test(resource)) {
                    return context(version, resource);
                }
            }
        }
        throw new ResourceFailed("the server doesn't have a resource type \"" + name + "\"");
    }

    private List<String> versions(String group) {
        List<String> versions = new ArrayList<>();
        if (group.isEmpty()) {
            versions.add("v1");
        }
        for (APIGroup known : client.getApiGroups().getGroups()) {
            if (group.isEmpty() || group.equals(known.getName()) || group.endsWith("." + known.getName())) {
                versions.add(
                        known.getPreferredVersion() == null
                                ? known.getVersions().getFirst().getGroupVersion()
                                : known.getPreferredVersion().getGroupVersion());
            }
        }
        return versions;
    }

    private List<APIResource> resources(String apiVersion) {
        APIResourceList list = client.getApiResources(apiVersion);
        return list == null
                ? List.of()
                : list.getResources().stream()
                        .filter(r -> !r.getName().contains("/"))
                        .toList();
    }

    private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
        int slash = apiVersion.indexOf('/');
        return new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(Objects.requireNonNullElse(resource.getNamespaced(), false))
                .build();
    }
}
