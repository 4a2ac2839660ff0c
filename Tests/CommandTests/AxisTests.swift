// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The axes of a sweep.
struct AxisTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let option: String
    let axis: String
    let values: [Double]
    var testDescription: String { "--\(option)=\(axis)" }
  }

  static func sweep(_ option: String, _ axis: String) async throws -> CommandRun {
    var axes = ["theta": "1", "x": "0.3", "phi": "2"]
    axes[option] = axis
    return try await CommandRun(["sweep"] + axes.map { "--\($0.key)=\($0.value)" })
  }

  @Test(arguments: [
    Case(option: "phi", axis: "0.5", values: [0.5]),
    Case(option: "x", axis: "-1e-3", values: [-0.001]),
    Case(option: "theta", axis: "3,1,2,1", values: [3, 1, 2, 1]),
    Case(option: "x", axis: "-1,0,1", values: [-1, 0, 1]),
    Case(option: "phi", axis: "0.01..100:5", values: [0.01, 0.1, 1, 10, 100]),
    Case(option: "theta", axis: "1..16:5:log", values: [1, 2, 4, 8, 16]),
    Case(option: "phi", axis: "1..2:5:linear", values: [1, 1.25, 1.5, 1.75, 2]),
    Case(option: "x", axis: "-2..2:5", values: [-2, -1, 0, 1, 2]),
    Case(option: "x", axis: "1..100:3:log", values: [1, 10, 100]),
    Case(option: "x", axis: "2..-2:3", values: [2, 0, -2]),
    Case(option: "phi", axis: "7..7:2", values: [7, 7]),
  ])
  func hasTheseValues(_ row: Case) async throws {
    let run = try await AxisTests.sweep(row.option, row.axis)
    #expect(run.status == 0)
    let values = run.table.numbers(row.option)
    try #require(values.count == row.values.count)
    for (value, expected) in zip(values, row.values) {
      #expect(abs(value - expected) <= 4e-16 * abs(expected))
    }
    #expect(values.first == row.values.first && values.last == row.values.last)
  }

  /// Where the difference or the quotient of the ends is no double, and where they are no binary
  /// fractions.
  @Test(arguments: [
    ("x", "-1e300..1e300:7"), ("theta", "1e-300..1e300:7"), ("phi", "0.1..0.7:7"),
    ("phi", "0.3..0.30000000000000004:9"), ("theta", "5e-324..1.7976931348623157e308:9"),
  ])
  func hitsItsEndsAndStaysBetweenThem(_ option: String, _ axis: String) async throws {
    let run = try await AxisTests.sweep(option, axis)
    let values = run.table.numbers(option)
    let ends = axis.ends
    #expect(values.first == ends.first)
    #expect(values.last == ends.last)
    #expect(values == values.sorted())
    #expect(values.allSatisfy { $0.isFinite })
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let option: String
    let axis: String
    /// What the message must say.
    let shown: String
    var testDescription: String { "--\(option)=\(axis)" }
  }

  @Test(arguments: [
    Bad(option: "theta", axis: "0", shown: "--theta must be a positive finite number, got 0"),
    Bad(option: "theta", axis: "-1", shown: "--theta must be a positive finite number, got -1"),
    Bad(option: "phi", axis: "1,two", shown: "--phi must be a positive finite number, got two"),
    Bad(option: "phi", axis: "1,,2", shown: "--phi must be a positive finite number, got nothing"),
    Bad(option: "phi", axis: "nan", shown: "--phi must be a positive finite number, got nan"),
    Bad(option: "phi", axis: "1e400", shown: "--phi must be a positive finite number, got 1e400"),
    Bad(option: "phi", axis: "Best", shown: "--phi must be a positive finite number, got Best"),
    Bad(option: "x", axis: "inf", shown: "--x must be a finite number, got inf"),
    Bad(option: "x", axis: "best", shown: "--x must be a finite number, got best"),
    Bad(option: "x", axis: "..1:3", shown: "--x must be a finite number, got nothing"),
    Bad(option: "phi", axis: "1..2", shown: "--phi must be VALUE, V1,V2,... or START..STOP"),
    Bad(option: "x", axis: "0..1:2:log:3", shown: "got 0..1:2:log:3"),
    Bad(
      option: "x", axis: "0..1:1", shown: "the count of --x must be a whole number from 2, got 1"),
    Bad(option: "x", axis: "0..1:-5", shown: "whole number from 2, got -5"),
    Bad(option: "x", axis: "0..1:2.5", shown: "whole number from 2, got 2.5"),
    Bad(option: "x", axis: "0..1:1e3", shown: "whole number from 2, got 1e3"),
    Bad(option: "x", axis: "0..1:99999999999999999999", shown: "got 99999999999999999999"),
    Bad(option: "x", axis: "0..1:5:log", shown: "must be positive for a logarithmic axis, got 0.0"),
    Bad(option: "x", axis: "0..1:5:cubic", shown: "must be log or linear, got cubic"),
    Bad(option: "phi", axis: "-1..1:5:linear", shown: "positive finite number, got -1"),
  ])
  func refusesWithTheValue(_ row: Bad) async throws {
    let run = try await AxisTests.sweep(row.option, row.axis)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(row.shown), "\(run.errors)")
  }

  @Test func refusesMoreCellsThanCanBeCounted() async throws {
    let run = try await CommandRun([
      "sweep", "--theta", "1..2:1000000000000000000", "--x", "0..1:1000000000000000000", "--phi",
      "1..2:1000000000000000000",
    ])
    #expect(run.status == 64)
    #expect(run.errors.contains("more cells than can be counted"))
  }

  /// The last cells of as many as there can be.
  @Test(arguments: [
    ["--theta", "1", "--x", "0", "--phi", "1..2:9223372036854775807"],
    ["--theta", "1..2:1000000", "--x", "0..1:1000000", "--phi", "1..2:1000000"],
  ])
  func countsToTheEnd(_ axes: [String]) async throws {
    let part = "1000000000000000000/1000000000000000000"
    let run = try await CommandRun(["sweep"] + axes + ["--shard", part])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let rows = CSVTable("theta,x,phi\n" + run.output)
    #expect(rows["phi"].last == "2.0")
    #expect((1...9).contains(rows.rows.count))
  }
}

extension String {
  /// The ends of START..STOP:COUNT.
  fileprivate var ends: [Double] {
    guard let dots = range(of: "..") else { return [] }
    return [self[..<dots.lowerBound], self[dots.upperBound...].split(separator: ":")[0]]
      .compactMap { Double($0) }
  }
}
