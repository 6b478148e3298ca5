package dev.skiff.config;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedExtension;
import io.fabric8.kubernetes.api.model.PatchOptions;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.Preferences;
import io.fabric8.kubernetes.api.model.ServerAddressByClientCIDR;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the client of a cluster reads and writes: kubeconfigs, discovery, answers, and objects of any kind as trees. */
@RegisterForReflection(
        targets = {
            APIGroup.class,
            APIGroupList.class,
            APIResource.class,
            APIResourceList.class,
            AuthInfo.class,
            AuthProviderConfig.class,
            Cluster.class,
            Config.class,
            Context.class,
            DeleteOptions.class,
            ExecConfig.class,
            ExecEnvVar.class,
            GenericKubernetesResource.class,
            GenericKubernetesResourceList.class,
            GroupVersionForDiscovery.class,
            ListMeta.class,
            ListOptions.class,
            NamedAuthInfo.class,
            NamedCluster.class,
            NamedContext.class,
            NamedExtension.class,
            PatchOptions.class,
            Preconditions.class,
            Preferences.class,
            ServerAddressByClientCIDR.class,
            Status.class,
            StatusCause.class,
            StatusDetails.class,
            WatchEvent.class,
        },
        classNames = {
            // the client's builder looks it up by name
            "io.fabric8.kubernetes.client.impl.KubernetesClientImpl",
            "io.fabric8.kubernetes.internal.KubernetesDeserializer"
        })
public final class ClusterReflectionTargets {

    private ClusterReflectionTargets() {}
}
