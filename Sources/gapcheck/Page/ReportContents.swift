// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `report` shows of a model and a q: the numbers that were asked for, and those along every slider.
struct ReportContents {
  let check: CheckReport
  /// Mean, quantiles and modes.
  let summary: PosteriorSummary
  /// Bounds on log p(x) of the q that was asked for; `nil` where they take too long.
  let bounds: EvidenceBounds?
  /// What can be moved; none where nothing can.
  let sliders: [ReportSlider]
  /// Whether some places of the sliders were left out, for want of time.
  let isCoarse: Bool
  /// The processor time that all places of the sliders had.
  let seconds: Double
  /// The groups, of which the numbers are those of the one that is shown; `nil` where all rows have one latent.
  let groups: ReportGroups?

  /// How many seconds of processor time a place of a slider may take.
  static let secondsOfPlace = 5.0

  /// How many seconds of processor time there are where nothing is left.
  static let secondsAtLeast = 0.1

  /// How many seconds of processor time the bounds on log p(x) may take.
  static let secondsOfBounds = 2.0

  /// How many seconds of processor time may be spent on finding how far a slider should go.
  static let secondsOfReach = 1.0

  /// - Parameters:
  ///   - check: the numbers of what was asked for, or of the group that is shown first.
  ///   - groups: all groups, where there are some.
  ///   - member: q with its family, where one is given.
  ///   - seconds: the processor time that the places of the sliders have together.
  ///   - left: the processor time that everything has together; `nil` for any.
  ///   - isBesideText: whether the page goes to standard output.
  /// - Throws: `InferenceError`, `QuadratureError`, `DistributionError`, `DataFileError`.
  init(
    _ check: CheckReport, groups: ReportGroups?, member: FamilyMember?, workers: Int,
    seconds: Double, left: Double?, isBesideText: Bool
  ) async throws {
    let (model, tolerance) = (check.model, check.tolerance)
    let start = ProcessorTime.seconds
    /// So many seconds, or what is left.
    func time(_ most: Double = .infinity) -> Double {
      let unused = left.map { $0 - (ProcessorTime.seconds - start) } ?? .infinity
      return min(most, max(ReportContents.secondsAtLeast, unused))
    }
    var workspace = try Workspace()
    // That of the exercise has an engine of its own, which has no quantiles.
    let posterior =
      check.optimum == nil ? check.posterior : try model.posterior(workspace: &workspace)
    summary = TimeLimit.within(seconds: time()) {
      PosteriorSummary(posterior, tolerance: tolerance, workspace: &workspace)
    }
    bounds = try? TimeLimit.within(seconds: time(ReportContents.secondsOfBounds)) {
      try posterior.evidenceBounds(
        of: check.family, ReportContents.ladder(gap: check.record.divergence.value),
        workspace: &workspace)
    }
    (self.check, self.groups) = (check, groups)
    var q = member ?? check.best?.member
    if q == nil, let exponential = check.family as? Exponential {
      q = try FamilyMember(of: Exponential.family, parameters: [exponential.rate])
    }
    let crew = try GapWorker.crew(
      of: workers, tolerance: tolerance, hasParts: true, rowTimeout: ReportContents.secondsOfPlace)
    let scout = try GapWorker(
      tolerance: tolerance, rowTimeout: ReportContents.secondsOfPlace)
    // The groups' own observations do not move.
    let median = groups == nil ? summary.median : nil
    let plans =
      try (groups.map { [try $0.plan()] } ?? [])
      + TimeLimit.within(seconds: time(ReportContents.secondsOfReach)) {
        ReportContents.plans(check, q, median: median, scout: scout)
      }
    let moving = plans.filter { $0.choices.count > 1 }
    let progress = ProgressBar(
      total: moving.map(\.choices.count).reduce(0, +), isBesideRows: isBesideText, unit: "places")
    self.seconds = time(seconds)
    let all = await SliderPlan.computed(
      moving, by: crew, asked: check, within: SliderTime(seconds: self.seconds, workers: workers),
      progress)
    progress.finish()
    sliders = all.filter { $0.places.count > 1 }
    isCoarse = zip(all, moving).contains { $0.places.count < $1.choices.count }
  }

  /// What the command ends with; of groups that of the worst.
  var exitStatus: Int32 {
    if let groups { return groups.exitStatus }
    return check.isComplete ? check.record.verdictsHold ? 0 : 1 : 2
  }

  /// The largest gap beside which a mean over several draws is computed: beyond, the integrals over the largest of
  /// them take minutes.
  static let largestGapOfImportance = 20.0

  /// The rungs of the ladder of bounds.
  private static func ladder(gap: Double) -> [EvidenceBound.Kind] {
    let importance: [EvidenceBound.Kind] =
      gap <= largestGapOfImportance
      ? [.importance(samples: 2), .importance(samples: 5), .importance(samples: 50)] : []
    return [.elbo] + importance + [.evidence, .eubo, .cubo(order: 2)]
  }

  private static func plans(
    _ check: CheckReport, _ member: FamilyMember?, median: Double?, scout: GapWorker
  ) -> [SliderPlan] {
    let model = check.model
    var plans: [SliderPlan] = []
    if let member {
      // A mixture of many parts has many parameters: fewer of them move.
      for (index, parameter) in member.family.parameters.prefix(SliderPlan.mostParameters)
        .enumerated() where member.parameters.indices.contains(index)
      {
        let values = SliderValues.ofParameter(index, of: member) { q in
          SliderPlan.record(model, .number(0), q, scout).record.divergence.value
        }
        plans.append(
          SliderPlan(
            parameter: index, parameter, isExercise: check.optimum != nil, member, model, values))
      }
    }
    if let median {
      plans.append(
        SliderPlan(
          observationsOf: model, q: check.family, SliderValues.shifts(of: model, at: median)))
    }
    return plans
  }
}

extension PosteriorSummary {
  /// The median, where it could be had.
  fileprivate var median: Double? {
    quantiles.first { $0.probability == 0.5 }?.value?.value
  }
}
