// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Standard input, output and error.
enum StandardDescriptors {
  /// Takes the place of those that are closed, so that no file that is opened later becomes one of them.
  ///
  /// Each is opened for what is not done with it: whoever tries gets EBADF, as from a closed one.
  static func fill() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      guard fcntl(descriptor, F_GETFD) < 0, errno == EBADF else { continue }
      // The lowest that is free is this one: those below it are open.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
