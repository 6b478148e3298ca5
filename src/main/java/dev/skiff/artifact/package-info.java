/**
 * Artifacts where there is no cluster: a directory of this machine, S3 and what speaks like it, HTTP, git, texts. What is stored is packed as
 * Argo packs it, so that both can read each other's.
 */
@NullMarked
package dev.skiff.artifact;

import org.jspecify.annotations.NullMarked;
