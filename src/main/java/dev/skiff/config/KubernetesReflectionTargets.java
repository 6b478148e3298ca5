package dev.skiff.config;

import io.fabric8.kubernetes.api.model.AWSElasticBlockStoreVolumeSource;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.AzureDiskVolumeSource;
import io.fabric8.kubernetes.api.model.AzureFileVolumeSource;
import io.fabric8.kubernetes.api.model.CSIVolumeSource;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CephFSVolumeSource;
import io.fabric8.kubernetes.api.model.CinderVolumeSource;
import io.fabric8.kubernetes.api.model.ClusterTrustBundleProjection;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerResizePolicy;
import io.fabric8.kubernetes.api.model.ContainerRestartRule;
import io.fabric8.kubernetes.api.model.ContainerRestartRuleOnExitCodes;
import io.fabric8.kubernetes.api.model.DownwardAPIProjection;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EphemeralVolumeSource;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.FCVolumeSource;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.FileKeySelector;
import io.fabric8.kubernetes.api.model.FlexVolumeSource;
import io.fabric8.kubernetes.api.model.FlockerVolumeSource;
import io.fabric8.kubernetes.api.model.GCEPersistentDiskVolumeSource;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.GitRepoVolumeSource;
import io.fabric8.kubernetes.api.model.GlusterfsVolumeSource;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.ISCSIVolumeSource;
import io.fabric8.kubernetes.api.model.ImageVolumeSource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ModifyVolumeStatus;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PhotonPersistentDiskVolumeSource;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.PodCertificateProjection;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodResourceClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PortworxVolumeSource;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.QuobyteVolumeSource;
import io.fabric8.kubernetes.api.model.RBDVolumeSource;
import io.fabric8.kubernetes.api.model.ResourceClaim;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.ScaleIOVolumeSource;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.SleepAction;
import io.fabric8.kubernetes.api.model.StorageOSVolumeSource;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.VsphereVirtualDiskVolumeSource;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.fabric8.kubernetes.api.model.WindowsSecurityContextOptions;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The Kubernetes values that fields of the model may hold, with their readers and writers; a test says which are missing. */
@RegisterForReflection(
        targets = {
            AWSElasticBlockStoreVolumeSource.class,
            Affinity.class,
            AnyType.Serializer.class,
            AppArmorProfile.class,
            AzureDiskVolumeSource.class,
            AzureFileVolumeSource.class,
            CSIVolumeSource.class,
            Capabilities.class,
            CephFSVolumeSource.class,
            CinderVolumeSource.class,
            ClusterTrustBundleProjection.class,
            ConfigMap.class,
            ConfigMapEnvSource.class,
            ConfigMapKeySelector.class,
            ConfigMapProjection.class,
            ConfigMapVolumeSource.class,
            Container.class,
            ContainerPort.class,
            ContainerResizePolicy.class,
            ContainerRestartRule.class,
            ContainerRestartRuleOnExitCodes.class,
            DownwardAPIProjection.class,
            DownwardAPIVolumeFile.class,
            DownwardAPIVolumeSource.class,
            EmptyDirVolumeSource.class,
            EnvFromSource.class,
            EnvVar.class,
            EnvVarSource.class,
            EphemeralVolumeSource.class,
            ExecAction.class,
            FCVolumeSource.class,
            FieldsV1.class,
            FileKeySelector.class,
            FlexVolumeSource.class,
            FlockerVolumeSource.class,
            GCEPersistentDiskVolumeSource.class,
            GRPCAction.class,
            GitRepoVolumeSource.class,
            GlusterfsVolumeSource.class,
            HTTPGetAction.class,
            HTTPHeader.class,
            HostAlias.class,
            HostPathVolumeSource.class,
            ISCSIVolumeSource.class,
            ImageVolumeSource.class,
            IntOrString.class,
            KeyToPath.class,
            LabelSelector.class,
            LabelSelectorRequirement.class,
            Lifecycle.class,
            LifecycleHandler.class,
            LocalObjectReference.class,
            ManagedFieldsEntry.class,
            ModifyVolumeStatus.class,
            NFSVolumeSource.class,
            NodeAffinity.class,
            NodeSelector.class,
            NodeSelectorRequirement.class,
            NodeSelectorTerm.class,
            ObjectFieldSelector.class,
            ObjectMeta.class,
            ObjectReference.class,
            OwnerReference.class,
            PersistentVolumeClaim.class,
            PersistentVolumeClaimCondition.class,
            PersistentVolumeClaimSpec.class,
            PersistentVolumeClaimStatus.class,
            PersistentVolumeClaimTemplate.class,
            PersistentVolumeClaimVolumeSource.class,
            PhotonPersistentDiskVolumeSource.class,
            PodAffinity.class,
            PodAffinityTerm.class,
            PodAntiAffinity.class,
            PodCertificateProjection.class,
            PodDNSConfig.class,
            PodDNSConfigOption.class,
            PodResourceClaim.class,
            PodSecurityContext.class,
            PortworxVolumeSource.class,
            PreferredSchedulingTerm.class,
            Probe.class,
            ProjectedVolumeSource.class,
            Quantity.class,
            Quantity.Deserializer.class,
            Quantity.Serializer.class,
            QuobyteVolumeSource.class,
            RBDVolumeSource.class,
            ResourceClaim.class,
            ResourceFieldSelector.class,
            ResourceRequirements.class,
            SELinuxOptions.class,
            ScaleIOVolumeSource.class,
            SeccompProfile.class,
            Secret.class,
            SecretEnvSource.class,
            SecretKeySelector.class,
            SecretProjection.class,
            SecretVolumeSource.class,
            SecurityContext.class,
            ServiceAccountTokenProjection.class,
            SleepAction.class,
            StorageOSVolumeSource.class,
            Sysctl.class,
            TCPSocketAction.class,
            Toleration.class,
            TypedLocalObjectReference.class,
            TypedObjectReference.class,
            Volume.class,
            VolumeDevice.class,
            VolumeMount.class,
            VolumeProjection.class,
            VolumeResourceRequirements.class,
            VsphereVirtualDiskVolumeSource.class,
            WeightedPodAffinityTerm.class,
            WindowsSecurityContextOptions.class,
            PodDisruptionBudgetSpec.class,
        })
public final class KubernetesReflectionTargets {

    private KubernetesReflectionTargets() {}
}
