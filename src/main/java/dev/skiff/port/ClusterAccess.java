package dev.skiff.port;

import org.jspecify.annotations.Nullable;

/**
 * The cluster that steps of kind {@code resource} may change.
 *
 * @param kubeconfig absolute path
 * @param context name in the kubeconfig; null for its current one
 */
public record ClusterAccess(String kubeconfig, @Nullable String context) {}
