@NullMarked
package dev.skiff.kubernetes.client.wire;

import org.jspecify.annotations.NullMarked;
