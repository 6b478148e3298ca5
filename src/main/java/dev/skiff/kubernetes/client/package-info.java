/** How the cluster's API is spoken to: asynchronous calls, answers as bytes, lists that are kept current by watches. */
@NullMarked
package dev.skiff.kubernetes.client;

import org.jspecify.annotations.NullMarked;
