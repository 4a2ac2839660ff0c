// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// What a command shows of a group of rows with a latent of its own.
protocol GroupResult: SendableMetatype {
  /// The name of the group.
  var group: String { get }
  /// How many rows it has.
  var rows: Int { get }
  /// log p(x).
  var logEvidence: Estimate { get }
  /// What there is with a q; `nil` without one.
  var record: GapRecord? { get }
  /// How the computation ended.
  var status: Status { get }
  /// What the command ends with for this group.
  var exitStatus: Int32 { get }

  /// What stands above the cells of the table for people.
  static var header: [String] { get }
  func cells(_ style: TextStyle) -> [String]

  /// The columns.
  ///
  /// - Parameter areNested: whether there are arrays, as in JSON.
  func fields(areNested: Bool) -> [Field<Self>]
}

extension Field where Record: GroupResult {
  /// The columns that say which group it is.
  static var group: [Field] {
    [Field("group") { .text($0.group) }, Field("rows") { .integer($0.rows) }]
  }
}
