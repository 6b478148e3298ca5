@NullMarked
package dev.skiff.artifact;

import org.jspecify.annotations.NullMarked;
