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

  /// How many seconds of processor time a place of a slider may take.
  static let secondsOfPlace = 5.0

  /// How many seconds of processor time the bounds on log p(x) may take.
  static let secondsOfBounds = 10.0

  /// - Parameters:
  ///   - model: the model.
  ///   - target: q, or the family whose best member it is; `nil` for the best one of the exercise's model.
  ///   - member: q with its family, where one is given.
  /// - Throws: `InferenceError`, `QuadratureError`, `DistributionError`.
  init(
    _ model: Model, for target: CheckGroup.Target?, member: FamilyMember?, tolerance: Double,
    workers: Int
  ) async throws {
    let check = try CheckReport(model, for: target, tolerance: tolerance, hasParts: true)
    var workspace = try Workspace()
    // That of the exercise has an engine of its own, which has no quantiles.
    let posterior =
      check.optimum == nil ? check.posterior : try model.posterior(workspace: &workspace)
    summary = PosteriorSummary(posterior, tolerance: tolerance, workspace: &workspace)
    bounds = try? TimeLimit.within(seconds: ReportContents.secondsOfBounds) {
      try posterior.evidenceBounds(
        of: check.family, ReportContents.ladder(gap: check.record.divergence.value),
        workspace: &workspace)
    }
    self.check = check
    var q = member ?? check.best?.member
    if q == nil, let exponential = check.family as? Exponential {
      q = try FamilyMember(of: Exponential.family, parameters: [exponential.rate])
    }
    let crew = try GapWorker.crew(
      of: workers, tolerance: tolerance, hasParts: true, rowTimeout: ReportContents.secondsOfPlace)
    let scout = try GapWorker(
      tolerance: tolerance, rowTimeout: ReportContents.secondsOfPlace)
    var sliders: [ReportSlider] = []
    for plan in ReportContents.plans(check, q, median: summary.median, scout: scout) {
      sliders.append(await plan.computed(by: crew, asked: check))
    }
    self.sliders = sliders
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
    return plans.filter { $0.choices.count > 1 }
  }
}

extension PosteriorSummary {
  /// The median, where it could be had.
  fileprivate var median: Double? {
    quantiles.first { $0.probability == 0.5 }?.value?.value
  }
}
