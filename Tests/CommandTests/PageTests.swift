// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import TestSupport
import Testing
import VariationalGap

@testable import gapcheck

/// What the page of `report` is made of.
struct PageTests {
  @Test func textIsEscaped() {
    #expect(
      HTMLText.escaped("<a href=\"x\" title='y'>&amp;\u{1}é")
        == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;\u{FFFD}é")
  }

  // MARK: Numbers

  /// The rounding has tests of its own.
  @Test(arguments: [
    (-1.2189677615315318, 4.2e-15, "−1.218967761531532 ± 5·10⁻¹⁵"),
    (0.0302765390663852, 9.4e-7, "0.0302765 ± 1·10⁻⁶"), (1234.567, 0.3, "1234.57 ± 0.31"),
    (3.25e-17, 4e-25, "3.25000000·10⁻¹⁷ ± 5·10⁻²⁵"), (7, 0, "7 ± 0"), (.infinity, .nan, "+∞"),
    (-.infinity, 0, "−∞"), (.nan, .nan, "could not be had"),
    (2, .infinity, "2.00, of which nothing is known"),
  ])
  func aNumberIsWrittenAsPeopleDo(_ value: Double, _ error: Double, _ text: String) {
    #expect(PageNumber(Estimate(value, error: error)).rounded == text)
  }

  // MARK: Figures

  @Test func everyAxisHasTicksThatDifferAndHaveRoom() {
    var random = SeededRandom(seed: 18)
    for index in 0..<4000 {
      let isLogarithmic = index.isMultiple(of: 2)
      let centre = random.signedMagnitude(-12, 12)
      let low = isLogarithmic ? abs(centre) : centre
      let high =
        isLogarithmic
        ? low * random.magnitude(0.3, 40)
        : low + random.magnitude(-4, 4) * abs(centre)
      let axis = FigureAxis("z", from: low, to: high, isLogarithmic: isLogarithmic)
      for ticks in [axis.across, axis.upwards] {
        let labels = ticks.labelled.map(\.label)
        #expect((2...10).contains(labels.count), "\(low)...\(high): \(labels)")
        #expect(Set(labels).count == labels.count, "\(low)...\(high): \(labels)")
        for tick in ticks.labelled {
          let share = axis.share(tick.value)
          #expect(share >= -1e-9 && share <= 1 + 1e-9, "\(low)...\(high): \(tick)")
        }
      }
      #expect(
        axis.upwards.labelled.allSatisfy { $0.label.count <= 10 },
        "\(low)...\(high): \(axis.upwards)")
    }
  }

  /// The lines keep within an eighth of a unit of the points that are left out.
  @Test func aThinnedLineIsTheSameToTheEye() {
    let points = (0...1000).map { step -> Figure.Point in
      let x = Double(step) / 3
      return Figure.Point(x: x, y: 100 + 80 * sin(x / 20) * exp(-x / 200))
    }
    let thinned = Figure.thinned(points)
    #expect(thinned.count < 120)
    for point in points {
      let distance = zip(thinned, thinned.dropFirst()).map { a, b -> Double in
        let length = hypot(b.x - a.x, b.y - a.y)
        let share = max(
          0,
          min(
            1, ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length * length)))
        return hypot(
          a.x + share * (b.x - a.x) - point.x, a.y + share * (b.y - a.y) - point.y)
      }.min()
      #expect(distance ?? 1 < 0.125)
    }
  }

  // MARK: Sliders

  @Test func observationsMoveByStepsThatPeopleWrite() throws {
    let model = try Model(prior: "exponential(1)", likelihood: "normal(z, 1)", observations: [0.3])
    let shifts = SliderValues.shifts(of: model, at: 0.5)
    #expect(shifts.count == 41 && shifts.contains(0))
    for shift in shifts {
      let x = try #require(try model.shifted(by: shift).observations.first?.value)
      #expect("\(x)".count <= 5 && abs(x - (0.3 + shift)) < 1e-12, "\(x)")
    }
    // The likelihood is seen to bend: by some nats at the ends, not by hundreds.
    #expect((1.5...8).contains(try #require(shifts.last)))
  }

  @Test func countsStayCounts() throws {
    let model = try Model(
      prior: "gamma(2, 1)", likelihood: "poisson(z)", observations: [3, 1])
    let shifts = SliderValues.shifts(of: model, at: 2)
    #expect(shifts.first == -1 && shifts.allSatisfy { $0 == $0.rounded() } && shifts.count > 10)
    let bounded = try Model(prior: "beta(2, 2)", likelihood: "bernoulli(z)", observations: [1])
    #expect(SliderValues.shifts(of: bounded, at: 0.5) == [-1, 0])
  }

  @Test func intervalsMoveWithBothEnds() throws {
    let model = try Model(
      prior: "gamma(2, 1)", likelihood: "exponential(z)",
      observations: [.value(0.5), .interval(from: 2, to: .infinity)])
    let moved = try model.shifted(by: 0.25)
    #expect(moved.observations == [.value(0.75), .interval(from: 2.25, to: .infinity)])
    #expect(try model.shifted(by: 0).observations == model.observations)
  }

  @Test func aParameterReachesAsFarAsTheGapGrows() throws {
    let member = try FamilyMember(of: Exponential.family, parameters: [100])
    // Least at 2, far from what was asked for.
    let values = SliderValues.ofParameter(0, of: member) { q in
      abs(log((q as? Exponential)?.rate ?? 0) - log(2)) * 2
    }
    let (low, high) = (try #require(values.first), try #require(values.last))
    #expect(values.contains(100) && low < 2 && high > 150 && values.count <= 42)
    #expect(values.allSatisfy { $0 == 100 || $0 == Double(String(format: "%.2e", $0)) })
    // Nothing is known of the gap.
    #expect(SliderValues.ofParameter(0, of: member) { _ in .nan }.count > 30)
    #expect(SliderValues.ofParameter(0, of: member) { _ in .infinity }.count > 30)
  }
}
