// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// What concerns the GNU Scientific Library as a whole.
public enum GSL {
  /// The version of GSL that is linked, such as "2.7.1".
  public static let version = unsafe String(cString: cgsl_version())

  /// Switches GSL's default error handler off, which would abort the process.
  ///
  /// Touched before the first call of every routine; the handler is never restored, and every
  /// status code is read instead.
  package static let silenceErrorHandler: Void = {
    _ = unsafe gsl_set_error_handler_off()
  }()

  /// GSL's words for one of its status codes.
  static func reason(_ status: Int32) -> String {
    unsafe String(cString: gsl_strerror(status))
  }
}
