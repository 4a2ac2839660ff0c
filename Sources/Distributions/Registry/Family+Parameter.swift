// SPDX-License-Identifier: GPL-3.0-or-later

extension Family {
  /// A parameter of a family.
  public struct Parameter: Sendable, Hashable {
    /// Stan's name.
    public let name: String
    /// What values it can take.
    public let domain: Domain
    /// What it is called in words, as in "rate".
    public let label: String
    /// Whether it has to be a number, which does not depend on z.
    public let isFixed: Bool

    /// Describes a parameter.
    ///
    /// - Parameters:
    ///   - name: Stan's name.
    ///   - domain: what values it can take.
    ///   - label: what it is called in words; the name by default.
    ///   - isFixed: whether it has to be a number, which does not depend on z.
    public init(
      _ name: String, _ domain: Domain, _ label: String? = nil, isFixed: Bool = false
    ) {
      self.isFixed = isFixed
      self.name = name
      self.domain = domain
      self.label = label ?? name
    }

    /// A finite one, by Stan's name and in words.
    public static func real(_ name: String, _ label: String? = nil) -> Parameter {
      Parameter(name, .real, label)
    }

    /// A positive and finite one, by Stan's name and in words.
    public static func positive(_ name: String, _ label: String? = nil) -> Parameter {
      Parameter(name, .positive, label)
    }
  }
}
