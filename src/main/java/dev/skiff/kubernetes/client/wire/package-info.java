/**
 * HTTP/1.1 for fabric8's client: a few connections, each with a thread that writes a request and reads its answer. API servers answer
 * thousands of small calls, and this costs the least processor time for each.
 */
@NullMarked
package dev.skiff.kubernetes.client.wire;

import org.jspecify.annotations.NullMarked;
