package dev.skiff.config;

import dev.skiff.engine.CacheEntry;
import dev.skiff.engine.TaskState;
import dev.skiff.model.AnyStringDeserializer;
import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Arguments;
import dev.skiff.model.ArtGCStatus;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactGC;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactPaths;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ArtifactRepositoryRef;
import dev.skiff.model.ArtifactRepositoryRefStatus;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.ArtifactoryArtifactRepository;
import dev.skiff.model.AzureArtifact;
import dev.skiff.model.AzureArtifactRepository;
import dev.skiff.model.Backoff;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.Cache;
import dev.skiff.model.ClientCertAuth;
import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.ClusterWorkflowTemplateList;
import dev.skiff.model.Condition;
import dev.skiff.model.ContainerNode;
import dev.skiff.model.ContainerSetRetryStrategy;
import dev.skiff.model.ContainerSetTemplate;
import dev.skiff.model.ContinueOn;
import dev.skiff.model.Counter;
import dev.skiff.model.CreateS3BucketOptions;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.CronWorkflowList;
import dev.skiff.model.CronWorkflowSpec;
import dev.skiff.model.CronWorkflowStatus;
import dev.skiff.model.DAGTask;
import dev.skiff.model.DAGTemplate;
import dev.skiff.model.Data;
import dev.skiff.model.DataSource;
import dev.skiff.model.Event;
import dev.skiff.model.ExecutorConfig;
import dev.skiff.model.ExecutorPlugin;
import dev.skiff.model.ExecutorPluginSidecar;
import dev.skiff.model.ExecutorPluginSpec;
import dev.skiff.model.GCSArtifact;
import dev.skiff.model.GCSArtifactRepository;
import dev.skiff.model.Gauge;
import dev.skiff.model.GitArtifact;
import dev.skiff.model.HDFSArtifact;
import dev.skiff.model.HDFSArtifactRepository;
import dev.skiff.model.HTTP;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.HTTPAuth;
import dev.skiff.model.HTTPBodySource;
import dev.skiff.model.HTTPHeader;
import dev.skiff.model.HTTPHeaderSource;
import dev.skiff.model.Header;
import dev.skiff.model.Histogram;
import dev.skiff.model.Inputs;
import dev.skiff.model.LabelValueFrom;
import dev.skiff.model.LifecycleHook;
import dev.skiff.model.ManifestFrom;
import dev.skiff.model.MemoizationStatus;
import dev.skiff.model.Memoize;
import dev.skiff.model.Metadata;
import dev.skiff.model.MetricLabel;
import dev.skiff.model.Metrics;
import dev.skiff.model.Mutex;
import dev.skiff.model.MutexHolding;
import dev.skiff.model.MutexStatus;
import dev.skiff.model.NodeFlag;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeSynchronizationStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.OAuth2Auth;
import dev.skiff.model.OAuth2EndpointParam;
import dev.skiff.model.OSSArtifact;
import dev.skiff.model.OSSArtifactRepository;
import dev.skiff.model.OSSLifecycleRule;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.PluginArtifact;
import dev.skiff.model.PluginArtifactRepository;
import dev.skiff.model.PodGC;
import dev.skiff.model.Prometheus;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.ResourceTemplate;
import dev.skiff.model.RetryAffinity;
import dev.skiff.model.RetryNodeAntiAffinity;
import dev.skiff.model.RetryStrategy;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.S3ArtifactRepository;
import dev.skiff.model.S3EncryptionOptions;
import dev.skiff.model.ScriptTemplate;
import dev.skiff.model.SemaphoreHolding;
import dev.skiff.model.SemaphoreRef;
import dev.skiff.model.SemaphoreStatus;
import dev.skiff.model.Sequence;
import dev.skiff.model.StopStrategy;
import dev.skiff.model.Submit;
import dev.skiff.model.SuppliedValueFrom;
import dev.skiff.model.SuspendTemplate;
import dev.skiff.model.SyncDatabaseRef;
import dev.skiff.model.Synchronization;
import dev.skiff.model.SynchronizationStatus;
import dev.skiff.model.TTLStrategy;
import dev.skiff.model.TarStrategy;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateRef;
import dev.skiff.model.TransformationStep;
import dev.skiff.model.UserContainer;
import dev.skiff.model.ValueFrom;
import dev.skiff.model.VolumeClaimGC;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowEventBindingList;
import dev.skiff.model.WorkflowEventBindingSpec;
import dev.skiff.model.WorkflowLevelArtifactGC;
import dev.skiff.model.WorkflowList;
import dev.skiff.model.WorkflowMetadata;
import dev.skiff.model.WorkflowPhase;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowStatus;
import dev.skiff.model.WorkflowStep;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.model.WorkflowTemplateList;
import dev.skiff.model.WorkflowTemplateRef;
import dev.skiff.model.ZipStrategy;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Every class that Jackson reads or writes by reflection; the native executable knows no others. */
@RegisterForReflection(
        targets = {
            AnyStringDeserializer.class,
            ArchiveStrategy.class,
            Arguments.class,
            ArtGCStatus.class,
            Artifact.class,
            ArtifactGC.class,
            ArtifactLocation.class,
            ArtifactPaths.class,
            ArtifactRepository.class,
            ArtifactRepositoryRef.class,
            ArtifactRepositoryRefStatus.class,
            ArtifactoryArtifact.class,
            ArtifactoryArtifactRepository.class,
            AzureArtifact.class,
            AzureArtifactRepository.class,
            Backoff.class,
            BasicAuth.class,
            Cache.class,
            ClientCertAuth.class,
            ClusterWorkflowTemplate.class,
            ClusterWorkflowTemplateList.class,
            CacheEntry.class,
            Condition.class,
            TaskState.Member.class,
            ContainerNode.class,
            ContainerSetRetryStrategy.class,
            ContainerSetTemplate.class,
            ContinueOn.class,
            Counter.class,
            CreateS3BucketOptions.class,
            CronWorkflow.class,
            CronWorkflowList.class,
            CronWorkflowSpec.class,
            CronWorkflowStatus.class,
            DAGTask.class,
            DAGTemplate.class,
            Data.class,
            DataSource.class,
            Event.class,
            ExecutorConfig.class,
            ExecutorPlugin.class,
            ExecutorPluginSidecar.class,
            ExecutorPluginSpec.class,
            GCSArtifact.class,
            GCSArtifactRepository.class,
            Gauge.class,
            GitArtifact.class,
            HDFSArtifact.class,
            HDFSArtifactRepository.class,
            HTTP.class,
            HTTPArtifact.class,
            HTTPAuth.class,
            HTTPBodySource.class,
            HTTPHeader.class,
            HTTPHeaderSource.class,
            Header.class,
            Histogram.class,
            Inputs.class,
            LabelValueFrom.class,
            LifecycleHook.class,
            ManifestFrom.class,
            MemoizationStatus.class,
            Memoize.class,
            Metadata.class,
            MetricLabel.class,
            Metrics.class,
            Mutex.class,
            MutexHolding.class,
            MutexStatus.class,
            NodeFlag.class,
            NodePhase.class,
            NodeStatus.class,
            NodeSynchronizationStatus.class,
            NodeType.class,
            NoneStrategy.class,
            OAuth2Auth.class,
            OAuth2EndpointParam.class,
            OSSArtifact.class,
            OSSArtifactRepository.class,
            OSSLifecycleRule.class,
            Outputs.class,
            Parameter.class,
            PluginArtifact.class,
            PluginArtifactRepository.class,
            PodGC.class,
            Prometheus.class,
            RawArtifact.class,
            ResourceTemplate.class,
            RetryAffinity.class,
            RetryNodeAntiAffinity.class,
            RetryStrategy.class,
            S3Artifact.class,
            S3ArtifactRepository.class,
            S3EncryptionOptions.class,
            ScriptTemplate.class,
            SemaphoreHolding.class,
            SemaphoreRef.class,
            SemaphoreStatus.class,
            Sequence.class,
            StopStrategy.class,
            Submit.class,
            SuppliedValueFrom.class,
            SuspendTemplate.class,
            SyncDatabaseRef.class,
            Synchronization.class,
            SynchronizationStatus.class,
            TTLStrategy.class,
            TarStrategy.class,
            Template.class,
            TemplateRef.class,
            TransformationStep.class,
            UserContainer.class,
            ValueFrom.class,
            VolumeClaimGC.class,
            Workflow.class,
            WorkflowEventBinding.class,
            WorkflowEventBindingList.class,
            WorkflowEventBindingSpec.class,
            WorkflowLevelArtifactGC.class,
            WorkflowList.class,
            WorkflowMetadata.class,
            WorkflowPhase.class,
            WorkflowSpec.class,
            WorkflowStatus.class,
            WorkflowStep.class,
            WorkflowTemplate.class,
            WorkflowTemplateList.class,
            WorkflowTemplateRef.class,
            Problem.class,
            Severity.class,
            ZipStrategy.class,
        })
public final class ReflectionTargets {

    private ReflectionTargets() {}
}
