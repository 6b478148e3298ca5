package dev.skiff.kubernetes.service;

import java.time.InstantSource;

/**
 * How a service of a cluster does its work.
 *
 * @param managedNamespace the only one that is served; empty for all
 * @param depot where artifacts are got
 */
public record ServiceSettings(String managedNamespace, InstantSource clock, Depot depot) {}
