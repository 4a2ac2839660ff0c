// SPDX-License-Identifier: GPL-3.0-or-later

/// An integrand that GSL calls without anything between: for inner loops.
///
/// A closure costs a little more than the same integrand in C, since a C callback cannot capture.
/// A concrete type with a callback of its own costs the same as C. The callback is a closure
/// literal that captures nothing; its second argument points to the integrand itself:
///
/// ```swift
/// struct Bell: DirectIntegrand {
///   var mean: Double
///   static let callback: Callback = { z, integrand in
///     let distance = z - integrand.assumingMemoryBound(to: Bell.self).pointee.mean
///     return exp(-0.5 * distance * distance)
///   }
/// }
/// ```
///
/// The values are not checked one by one: see ``Workspace/integrate(_:from:to:rule:tolerance:)``.
public protocol DirectIntegrand {
  /// A C function of z and a pointer to the integrand.
  typealias Callback = @convention(c) (Double, UnsafeMutableRawPointer) -> Double

  /// The function that GSL calls.
  static var callback: Callback { get }
}

/// The callback as GSL declares it: with a pointer that could be null, and never is.
typealias GSLCallback = @convention(c) (Double, UnsafeMutableRawPointer?) -> Double

@unsafe func gslCallback(_ callback: DirectIntegrand.Callback) -> GSLCallback {
  unsafe unsafeBitCast(callback, to: GSLCallback.self)
}
