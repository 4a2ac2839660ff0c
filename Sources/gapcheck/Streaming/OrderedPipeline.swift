// SPDX-License-Identifier: GPL-3.0-or-later

/// Inputs in order, worked on by several workers, delivered in the order of the inputs.
///
/// No input is taken further than a few pieces ahead of the slowest worker, so that memory does not
/// grow with the work; and a piece is delivered as soon as those before it are, whether or not there
/// is more input yet. The output does not depend on the number of workers.
actor OrderedPipeline<Worker: AnyObject & Sendable> {
  private let deliver: @Sendable (Chunk) throws -> Void
  private let window: Int
  private var idle: [Worker]
  private var nextDelivery = 0
  private var waiting: [Int: Chunk] = [:]
  private var waiter: (index: Int, continuation: CheckedContinuation<Void, Never>)?
  private var failure: (any Error)?

  private init(workers: [Worker], deliver: @escaping @Sendable (Chunk) throws -> Void) {
    idle = workers
    window = 4 * workers.count
    self.deliver = deliver
  }

  /// Works until there is no more input.
  ///
  /// - Parameters:
  ///   - workers: each serves one piece at a time.
  ///   - next: the next input; `nil` at the end.
  ///   - work: turns an input into rows.
  ///   - deliver: called with one chunk at a time, in order.
  /// - Throws: the first error of the input or of the delivery.
  static func run<Input: Sendable>(
    workers: [Worker], next: () async throws -> Input?,
    work: @escaping @Sendable (Input, Worker) -> Chunk,
    deliver: @escaping @Sendable (Chunk) throws -> Void
  ) async throws {
    let pipeline = OrderedPipeline(workers: workers, deliver: deliver)
    try await withThrowingDiscardingTaskGroup { group in
      var index = 0
      while let input = try await next() {
        guard let worker = await pipeline.acquire(for: index) else { break }
        group.addTask { [index] in
          await pipeline.complete(index, work(input, worker), by: worker)
        }
        index += 1
      }
    }
    if let failure = await pipeline.failure { throw failure }
  }

  /// A worker for a piece, when there is one and the piece is not too far ahead; `nil` after a
  /// failure.
  private func acquire(for index: Int) async -> Worker? {
    while failure == nil, idle.isEmpty || index >= nextDelivery + window {
      await withCheckedContinuation { waiter = (index, $0) }
    }
    return failure == nil ? idle.popLast() : nil
  }

  private func complete(_ index: Int, _ chunk: Chunk, by worker: Worker) {
    idle.append(worker)
    waiting[index] = chunk
    while failure == nil, let next = waiting.removeValue(forKey: nextDelivery) {
      do {
        try deliver(next)
        nextDelivery += 1
      } catch {
        failure = error
      }
    }
    waiter?.continuation.resume()
    waiter = nil
  }
}
