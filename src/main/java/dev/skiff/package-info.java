/** Where the program starts. */
@NullMarked
package dev.skiff;

import org.jspecify.annotations.NullMarked;
