// SPDX-License-Identifier: GPL-3.0-or-later

/// How an integral over several coordinates is computed.
public enum JointMethod: String, Sendable, Hashable, CaseIterable {
  /// A product of Gauss rules, one a coordinate, whose weight functions are the qᵢ; its error is a bound. For a q
  /// that is a product.
  case product

  /// Adaptive quadrature in adaptive quadrature; its error is a bound.
  case nested

  /// VEGAS on the unit cube, through the quantile functions; its error is three standard errors.
  case vegas

  /// None: the supports alone decide.
  case supports

  /// The method in words.
  public var name: String {
    switch self {
    case .product: "a product of Gauss rules"
    case .nested: "nested adaptive quadrature, QAG with 61 points"
    case .vegas: "VEGAS on the unit cube"
    case .supports: "by the supports"
    }
  }
}
