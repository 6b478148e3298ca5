/** Workflows of a cluster for callers: each of them acts with its own rights, which the API server judges. */
@NullMarked
package dev.skiff.kubernetes.service;

import org.jspecify.annotations.NullMarked;
