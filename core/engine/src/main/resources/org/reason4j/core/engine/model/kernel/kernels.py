# Model passes in TorchScript. ${...} are constants that KernelSource fills in: numbers of the model, PyTorch's codes of
# element types (FP16, BF16, FP32, FP64, INT64), places in lists of weights, and what the model has of each axis that families
# differ in, which is decided when a model is compiled: PRE_NORM, POST_NORM ... Kernels.java has one method per "def" that Java calls.
#
# N scored tokens of a pass, padding included, M of them real; B rows of T tokens; H hidden size, D head size, V vocabulary,
# S decoding slots, R rows of a cache, C its columns.
# Residual stream, norms, softmax and gradients are fp32; matrix products run in the type of the weights given, "c": that of
# the layers' plain matrices, and for the head that of its own.
# PORTABLE is True in the form that a GPU takes: only operations that PyTorch has for every device. The other form is for a
# CPU: its products go through oneDNN, and those of fp16 are computed in fp32, from inputs that are rounded to fp16, and
# rounded to fp16: few processors multiply fp16 themselves. So are those of bf16 where WIDENS_BF16: oneDNN refuses them on x86 without
# AVX-512. IN_PIECES says that it divides long sums by the number of rows.
# A list of weights holds: the embedding [V, H] at EMBEDDING; for layer i, from FIRST_LAYER + PER_LAYER i on, at NORM_1 [H],
# QKV [(heads + 2 kv) D, H], QKV_BIAS, Q_NORM [D], K_NORM [D], OUT [H, heads D], OUT_BIAS, POST_1 [H], NORM_2 [H],
# GATE_UP [2 I, H], DOWN [H, I], POST_2 [H], and of a layer with E experts ROUTER [E or E + 1, H], EXPERTS_GATE_UP [E 2 I, H],
# EXPERTS_DOWN [E H, I], where GATE_UP and DOWN are those of the shared network; the norm [H] at LAST_NORM; the head [V, H] at HEAD, which is the embedding again
# where they are tied. Norms of queries and keys are [heads D] and [kv D] where heads are normed together. A part that a model
# lacks has no elements. In "packed", GATE_UP holds gates alone, the up projection of layer i is at UP + i, and norms are what
# they multiply by; in the form for a CPU its matrices are fp32 where plain ones are fp16. ROUTER is fp32 in it, and gate, up and
# down projection of expert e in the j-th layer with experts, counted from 0, are at EXPERTS + 3 (E j + e) and the two after that.
# A list "rope" holds a table of cosines and one of sines for each rotation that some layer has.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []

  # Whether products in a type are computed in fp32, from inputs that are rounded to the type, and rounded to it.
  def widened(self, type: int) -> bool:
    return not ${PORTABLE} and (type == ${FP16} or (${WIDENS_BF16} and type == ${BF16}))

  # Whether a product of x [N, K] is computed 64 rows at a time. oneDNN's results for a row do not depend on the number of rows
  # beside it once there are 8, or, on a processor that ends at AVX2 and with K > 512, while there are no more than 64.
  def in_pieces(self, x: Tensor) -> bool:
    return ${IN_PIECES} and x.size(1) > 512 and x.size(0) > 64

  # x [N, K] times w [M, K] transposed. oneDNN takes packed weights.
  def linear(self, x: Tensor, w: Tensor) -> Tensor:
    if ${PORTABLE}:
      y = torch.matmul(x, w.t())
    elif self.widened(x.dtype):
      y = self.linear_in_pieces(x.to(${FP32}), w.to(${FP32})).to(x.dtype)
    else:
      y = self.linear_in_pieces(x, w)
    return y

  def linear_in_pieces(self, x: Tensor, w: Tensor) -> Tensor:
    if self.in_pieces(x):
      pieces = annotate(List[Tensor], [])
      for piece in torch.split(x, 64):
        pieces.append(ops.mkldnn._linear_pointwise(piece, w, None, "none", annotate(List[Optional[number]], []), None))
      y = torch.cat(pieces, 0)
    else:
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), None)
    return y

  # The product of two matrices, or of two batches of them, in their type.
  def product_of(self, a: Tensor, b: Tensor) -> Tensor:
    if self.widened(a.dtype):
      y = torch.matmul(a.to(${FP32}), b.to(${FP32})).to(a.dtype)
    elif a.dim() == 3:
      y = torch.bmm(a, b)
    else:
      y = torch.matmul(a, b)
    return y

  # activated(gate) * up for x [N, H] and gate, up [I, H]; oneDNN activates, and multiplies, as it writes the products.
  def gated(self, x: Tensor, gate: Tensor, up: Tensor) -> Tensor:
    if ${PORTABLE} or self.widened(x.dtype):
      y = self.activated(self.linear(x, gate)) * self.linear(x, up)
    elif self.in_pieces(x):
      pieces = annotate(List[Tensor], [])
      for piece in torch.split(x, 64):
        pieces.append(self.gated_of_piece(piece, gate, up))
      y = torch.cat(pieces, 0)
    else:
      y = self.gated_of_piece(x, gate, up)
    return y

  def gated_of_piece(self, x: Tensor, gate: Tensor, up: Tensor) -> Tensor:
    g = ops.mkldnn._linear_pointwise(x, gate, None, ${POINTWISE}, annotate(List[Optional[number]], []), ${ALGORITHM})
    return ops.mkldnn._linear_pointwise(x, g, up, None, "mul")

  # The function of the gates, silu or gelu with a hyperbolic tangent, and its backward pass.
  def activated(self, g: Tensor) -> Tensor:
    if ${SILU}:
      y = torch.silu(g)
    else:
      f = g.to(${FP32})
      y = (0.5 * f * (1. + self.bend(f))).to(g.dtype)
    return y

  def activated_backward(self, dy: Tensor, g: Tensor) -> Tensor:
    if ${SILU}:
      dg = torch.silu_backward(dy, g)
    else:
      f = g.to(${FP32})
      b = self.bend(f)
      slope = 0.5 * (1. + b) + 0.5 * f * (1. - b * b) * ${ROOT_2_PI} * (1. + 3. * 0.044715 * f * f)
      dg = (dy.to(${FP32}) * slope).to(g.dtype)
    return dg

  # tanh(sqrt(2 / pi) (x + 0.044715 x^3))
  def bend(self, x: Tensor) -> Tensor:
    return torch.tanh(${ROOT_2_PI} * (x + 0.044715 * x * x * x))

  # A network on h [N, H]: down (activated(gate h) * up h), [N, H], and its products with gate and up [N, I], without rows
  # unless they are to be kept for the backward pass.
  def network(self, h: Tensor, gate: Tensor, up: Tensor, down: Tensor, keep: bool) -> Tuple[Tensor, Tensor, Tensor]:
    g = h[:0]
    u = h[:0]
    if keep:
      g = self.linear(h, gate)
      u = self.linear(h, up)
      a = self.activated(g) * u
    else:
      a = self.gated(h, gate, up)
    return (self.linear(a, down), g, u)

  # Gradients of p * network(h), from that of its value, d [N, H]: with respect to h and to p [N, 1], which is 1 where it has no
  # elements; then p * d, and the input of the down projection with the gradient of the other products, of which those of the
  # weights are made.
  def network_backward(self, d: Tensor, p: Tensor, g: Tensor, u: Tensor, gate_up: Tensor, down: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    sg = self.activated(g)
    a = sg * u
    da = self.linear(d, down.t())
    dp = p
    if p.numel() > 0:
      dp = torch.sum(da.to(${FP32}) * a.to(${FP32}), [1], True)
      da = (da * p).to(d.dtype)
      d = (d * p).to(d.dtype)
    dgu = torch.cat([self.activated_backward(da * u, g), da * sg], 1)
    return (self.linear(dgu, gate_up.t()), dp, d, a, dgu)

  # The feed-forward network of layer i on h [N, H]: its output, then what its backward pass needs, where that is to be kept.
  def feed_forward(self, h: Tensor, packed: List[Tensor], i: int, keep: bool) -> List[Tensor]:
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    if ${HAS_EXPERTS} and annotate(List[int], ${EXPERTS_OF_LAYER})[i] >= 0:
      s = self.mixture(h, packed, i, keep)
    else:
      y, g, u = self.network(h, packed[w + ${GATE_UP}], packed[${UP} + i], packed[w + ${DOWN}], keep)
      s = [y, g, u]
      if ${HAS_EXPERTS}:
        s = s + [h[:0], h[:0], h[:0], h[:0]]
    return s

  # Gradient of "feed_forward" with respect to h = entering(x, r, norm), in fp32, from that of its output, d; s is what it kept.
  def feed_forward_backward(self, d: Tensor, x: Tensor, r: Tensor, norm: Tensor, s: List[Tensor], plain: List[Tensor], grads: List[Tensor], adapters: List[Tensor], spans: List[int], i: int) -> Tensor:
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    if ${HAS_EXPERTS} and annotate(List[int], ${EXPERTS_OF_LAYER})[i] >= 0:
      dh = self.mixture_backward(d, self.entering(x, r, norm, d.dtype), s, plain, grads, w)
    else:
      dx, dp, d, a, dgu = self.network_backward(d, d[:0], s[0], s[1], plain[w + ${GATE_UP}], plain[w + ${DOWN}])
      if self.learns(w + ${DOWN}, grads, spans):
        self.learn(w + ${DOWN}, d, a, grads, adapters, spans)
      if self.learns(w + ${GATE_UP}, grads, spans):
        self.learn(w + ${GATE_UP}, dgu, self.entering(x, r, norm, d.dtype), grads, adapters, spans)
      dh = dx.to(${FP32})
    return dh

  # Experts of layer i on h [N, H]: the sum of the outputs of the K likeliest of E, each times its share, and the output of the
  # shared network times the sigmoid of its gate, in fp32. Then, for the backward pass: products of the shared network with
  # gate and up; the router's probabilities [N, E], with that sigmoid behind them; the experts that tokens take [N, K]; and the
  # products of experts with gate and up [N K, I], in the order of "by_expert". Each expert that some token takes makes one
  # product, over a multiple of 8 rows, so that a row's result does not depend on which others take the expert.
  def mixture(self, h: Tensor, packed: List[Tensor], i: int, keep: bool) -> List[Tensor]:
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    l = self.linear(h.to(${FP32}), packed[w + ${ROUTER}])
    r = torch.softmax(l[:, :${EXPERT_COUNT}], -1)
    chosen = torch.topk(r, ${CHOSEN}, 1)[1]
    order, counts = self.by_expert(chosen)
    x = h.index_select(0, order // ${CHOSEN})
    ys = annotate(List[Tensor], [])
    gs = annotate(List[Tensor], [])
    us = annotate(List[Tensor], [])
    first = 0
    for e in range(${EXPERT_COUNT}):
      n = counts[e]
      if n > 0:
        at = ${EXPERTS} + 3 * (${EXPERT_COUNT} * annotate(List[int], ${EXPERTS_OF_LAYER})[i] + e)
        rows = torch.constant_pad_nd(x[first:first + n], [0, 0, 0, (8 - n % 8) % 8])
        y, g, u = self.network(rows, packed[at], packed[at + 1], packed[at + 2], keep)
        ys.append(y[:n])
        gs.append(g[:n])
        us.append(u[:n])
        first = first + n
    y = self.summed(torch.cat(ys), order, self.shares(r, chosen))
    g = h[:0]
    u = h[:0]
    if ${HAS_SHARED}:
      r = torch.cat([r, torch.sigmoid(l[:, ${EXPERT_COUNT}:])], 1)
      z, g, u = self.network(h, packed[w + ${GATE_UP}], packed[${UP} + i], packed[w + ${DOWN}], keep)
      y = y + z * r[:, ${EXPERT_COUNT}:]
    return [y, g, u, r, chosen, torch.cat(gs), torch.cat(us)]

  # Gradient of "mixture" with respect to h, in fp32, from that of its output; w is the place of its layer's weights, which are
  # trained or frozen together.
  def mixture_backward(self, d: Tensor, h: Tensor, s: List[Tensor], plain: List[Tensor], grads: List[Tensor], w: int) -> Tensor:
    g, u, r, chosen, gs, us = s[:6]
    learns = grads[w + ${ROUTER}].numel() > 0
    p = self.shares(r, chosen)
    order, counts = self.by_expert(chosen)
    x = h.index_select(0, order // ${CHOSEN})
    dy = d.index_select(0, order // ${CHOSEN})
    q = p.view([-1, 1]).index_select(0, order)
    dxs = annotate(List[Tensor], [])
    dqs = annotate(List[Tensor], [])
    first = 0
    tall = 2 * ${EXPERT_WIDTH}
    wide = h.size(1)
    for e in range(${EXPERT_COUNT}):
      last = first + counts[e]
      if last > first:
        gate_up = plain[w + ${EXPERTS_GATE_UP}][tall * e:tall * (e + 1)]
        down = plain[w + ${EXPERTS_DOWN}][wide * e:wide * (e + 1)]
        dx, dq, dn, a, dgu = self.network_backward(dy[first:last], q[first:last], gs[first:last], us[first:last], gate_up, down)
        dxs.append(dx)
        dqs.append(dq)
        if learns:
          grads[w + ${EXPERTS_DOWN}][wide * e:wide * (e + 1)].add_(self.product_of(dn.t(), a))
          grads[w + ${EXPERTS_GATE_UP}][tall * e:tall * (e + 1)].add_(self.product_of(dgu.t(), x[first:last]))
        first = last
    dh = self.summed(torch.cat(dxs), order, torch.ones_like(p))
    dp = torch.cat(dqs).index_select(0, torch.argsort(order)).view([-1, ${CHOSEN}])
    probabilities = r[:, :${EXPERT_COUNT}]
    if ${NORMALIZED}:
      dp = (dp - torch.sum(dp * p, [1], True)) / torch.sum(r.gather(1, chosen), [1], True)
    dr = torch.zeros_like(probabilities).scatter_(1, chosen, dp)
    dl = probabilities * (dr - torch.sum(dr * probabilities, [1], True))
    if ${HAS_SHARED}:
      open = r[:, ${EXPERT_COUNT}:]
      dx, dopen, dn, a, dgu = self.network_backward(d, open, g, u, plain[w + ${GATE_UP}], plain[w + ${DOWN}])
      dh = dh + dx.to(${FP32})
      dl = torch.cat([dl, dopen * open * (1. - open)], 1)
      if learns:
        grads[w + ${DOWN}].add_(self.product_of(dn.t(), a))
        grads[w + ${GATE_UP}].add_(self.product_of(dgu.t(), h))
    if learns:
      grads[w + ${ROUTER}].add_(self.product_of(dl.t(), h.to(${FP32})))
    return dh + self.product_of(dl, plain[w + ${ROUTER}].to(${FP32}))

  # The share in a token's output of each expert that it takes, [N, K].
  def shares(self, r: Tensor, chosen: Tensor) -> Tensor:
    p = r.gather(1, chosen)
    if ${NORMALIZED}:
      p = p / torch.sum(p, [1], True)
    return p

  # The N K choices sorted by expert, and how many each expert has. Choice j is token j // K's.
  def by_expert(self, chosen: Tensor) -> Tuple[Tensor, List[int]]:
    flat = chosen.view([-1])
    counts = torch.bincount(flat, None, ${EXPERT_COUNT})
    return (torch.argsort(flat, stable=True), annotate(List[int], counts.tolist()))

  # Rows y [N K, H] in that order, summed over the choices of each token times p [N, K], one after the other, in fp32.
  def summed(self, y: Tensor, order: Tensor, p: Tensor) -> Tensor:
    y = y.index_select(0, torch.argsort(order)).view([-1, ${CHOSEN}, y.size(1)])
    out = y[:, 0] * p[:, :1]
    for k in range(1, ${CHOSEN}):
      out = out + y[:, k] * p[:, k:k + 1]
    return out

  # The rows of the embedding for ids [N], in fp32.
  def embedded(self, ids: Tensor, plain: List[Tensor]) -> Tensor:
    x = torch.embedding(plain[${EMBEDDING}], ids).to(${FP32})
    if ${HAS_EMBEDDING_FACTOR}:
      x = x * ${EMBEDDING_FACTOR}
    return x

  # The input of attention or of the feed-forward network in type c, and the inverse root mean squares that it needs.
  def scales(self, x: Tensor) -> Tensor:
    if ${PRE_NORM}:
      r = self.inverse_rms(x)
    else:
      r = x[:, :0]
    return r

  def entering(self, x: Tensor, r: Tensor, norm: Tensor, c: int) -> Tensor:
    if ${PRE_NORM}:
      h = (x * r * norm).to(c)
    else:
      h = x.to(c)
    return h

  # Gradients of "entering" with respect to x and to its norm, which are added to "grad".
  def entering_backward(self, dh: Tensor, x: Tensor, r: Tensor, norm: Tensor, grad: Tensor) -> Tensor:
    if ${PRE_NORM}:
      dh = self.norm_backward(dh, x, r, norm, grad)
    return dh

  # What attention or the feed-forward network adds to the residual stream, for its output y.
  def added(self, y: Tensor, norm: Tensor) -> Tensor:
    if ${POST_NORM}:
      f = y.to(${FP32})
      y = f * self.inverse_rms(f) * norm
    if ${HAS_RESIDUAL_FACTOR}:
      y = y * ${RESIDUAL_FACTOR}
    return y

  # Gradients of "added" with respect to y and to its norm, which are added to "grad".
  def added_backward(self, dz: Tensor, y: Tensor, norm: Tensor, grad: Tensor) -> Tensor:
    if ${HAS_RESIDUAL_FACTOR}:
      dz = dz * ${RESIDUAL_FACTOR}
    if ${POST_NORM}:
      f = y.to(${FP32})
      dz = self.norm_backward(dz, f, self.inverse_rms(f), norm, grad)
    return dz

  # The input of the head, for last hidden states x and their inverse root mean squares r.
  def leaving(self, x: Tensor, r: Tensor, packed: List[Tensor], c: int) -> Tensor:
    h = x * r * packed[${LAST_NORM}]
    if ${HAS_LOGITS_FACTOR}:
      h = h * ${LOGITS_FACTOR}
    return h.to(c)

  # Norms of query and key heads [.., heads + kv, D]: the mean over what a norm is over, and its weights [heads + kv, D].
  def head_mean(self, x: Tensor) -> Tensor:
    if ${HEADS_NORMED_TOGETHER}:
      q = torch.narrow(x, -2, 0, ${HEADS})
      k = torch.narrow(x, -2, ${HEADS}, ${KV_HEADS})
      of_q = torch.mean(q, [-2, -1], True).expand_as(torch.narrow(q, -1, 0, 1))
      of_k = torch.mean(k, [-2, -1], True).expand_as(torch.narrow(k, -1, 0, 1))
      y = torch.cat([of_q, of_k], -2)
    else:
      y = torch.mean(x, [-1], True)
    return y

  def head_scales(self, x: Tensor) -> Tensor:
    if ${HEADS_NORMED_TOGETHER}:
      r = torch.rsqrt(self.head_mean(torch.square(x)) + ${EPSILON})
    else:
      r = self.inverse_rms(x)
    return r

  def head_gain(self, packed: List[Tensor], w: int) -> Tensor:
    if ${HEADS_NORMED_TOGETHER}:
      gain = torch.cat([packed[w + ${Q_NORM}], packed[w + ${K_NORM}]], 0).view([${HEADS} + ${KV_HEADS}, ${HEAD_SIZE}])
    else:
      gain = torch.cat([packed[w + ${Q_NORM}].expand([${HEADS}, -1]), packed[w + ${K_NORM}].expand([${KV_HEADS}, -1])], 0)
    return gain

  # The gradient of the weights of one of those norms, from that of its heads [n, D].
  def gain_backward(self, dgain: Tensor) -> Tensor:
    if ${HEADS_NORMED_TOGETHER}:
      dw = dgain.reshape([-1])
    else:
      dw = torch.sum(dgain, [0])
    return dw

  def inverse_rms(self, x: Tensor) -> Tensor:
    return torch.rsqrt(torch.square(torch.linalg_vector_norm(x, 2, [-1], True)) * (1. / x.size(-1)) + ${EPSILON})

  # Gradient of x * inverse_rms(x) * w, with respect to x; that of w, summed over all leading dimensions, is added to "grad"
  # where w is trained.
  def norm_backward(self, dy: Tensor, x: Tensor, r: Tensor, w: Tensor, grad: Tensor) -> Tensor:
    unit = x * r
    dunit = dy * w
    if grad.numel() > 0:
      grad.add_(torch.sum((dy * unit).view([-1, w.numel()]), [0]))
    return r * (dunit - unit * torch.mean(dunit * unit, [-1], True))

  # Adds to the gradients of weight w, or of its adapters, for inputs x [N, K] of its product and gradients d [N, M] of the
  # results. What is not trained has no elements in "grads". An adapter adds up[j] down[j] to rows of the weight: gradients
  # are dup = d^T (x down^T) and ddown = (d up)^T x, see "backward".
  def learn(self, w: int, d: Tensor, x: Tensor, grads: List[Tensor], adapters: List[Tensor], spans: List[int]) -> Tensor:
    if grads[w].numel() > 0:
      grads[w].add_(self.product_of(d.t(), x))
    if self.adapted(w, spans):
      downs = annotate(List[Tensor], [])
      for j in range(spans[w], spans[w + 1]):
        downs.append(adapters[4 * j])
      narrow = self.product_of(x, torch.cat(downs, 0).t())
      parts = annotate(List[Tensor], [])
      rank = downs[0].size(0)
      for j in range(spans[w], spans[w + 1]):
        up = adapters[4 * j + 1]
        first = spans[len(grads) + 1 + j]
        dj = d[:, first:first + up.size(0)]
        k = rank * (j - spans[w])
        adapters[4 * j + 3].add_(self.product_of(dj.t(), narrow[:, k:k + rank]))
        parts.append(self.product_of(dj, up))
      ddowns = self.product_of(torch.cat(parts, 1).t(), x)
      for j in range(spans[w], spans[w + 1]):
        k = rank * (j - spans[w])
        adapters[4 * j + 2].add_(ddowns[k:k + rank])
    return grads[w]

  # Whether weight w has adapters, and whether it or they are trained.
  def adapted(self, w: int, spans: List[int]) -> bool:
    return len(spans) > 0 and spans[w + 1] > spans[w]

  def learns(self, w: int, grads: List[Tensor], spans: List[int]) -> bool:
    return grads[w].numel() > 0 or self.adapted(w, spans)

  # Rotates pairs of the last dimension, (i, i + R/2) or, interleaved, (2i, 2i + 1) of its first R: cos holds each cosine at
  # both of a pair, sin each sine negated at the first, then plain. With sin negated it rotates back.
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    if ${INTERLEAVED}:
      turned = torch.narrow(x, -1, 0, ${ROTATED})
      other = torch.flatten(torch.flip(torch.unflatten(turned, -1, [${ROTATED} // 2, 2]), [-1]), -2)
      y = torch.addcmul(turned * cos, other, sin)
    elif ${ROTATED} == ${HEAD_SIZE}:
      y = torch.addcmul(x * cos, torch.roll(x, ${HEAD_SIZE} // 2, -1), sin)
    else:
      turned = torch.narrow(x, -1, 0, ${ROTATED})
      y = torch.addcmul(turned * cos, torch.roll(turned, ${ROTATED} // 2, -1), sin)
    if ${ROTATED} < ${HEAD_SIZE}:
      y = torch.cat([y, torch.narrow(x, -1, ${ROTATED}, ${HEAD_SIZE} - ${ROTATED})], -1)
    return y

  # Rotates queries and keys of layer i by its tables, or back; a layer without a rotation leaves them as they are.
  def turn(self, x: Tensor, i: int, tables: List[Tensor], back: bool) -> Tensor:
    j = annotate(List[int], ${TABLES})[i]
    if ${EVERY_LAYER_TURNS} or j >= 0:
      sin = tables[2 * j + 1]
      if back:
        sin = -sin
      x = self.rotate(x, tables[2 * j], sin)
    return x

  # What a token does not see of t, as a term of its scores [t, t]: what follows it, and what its window in layer i leaves out.
  def unseen(self, t: int, i: int, like: Tensor) -> Tensor:
    y = torch.full([t, t], -inf, dtype=${FP32}, device=like.device).triu(1)
    if ${WINDOWED}:
      window = self.window(i)
      if window > 0:
        y = y + torch.full([t, t], -inf, dtype=${FP32}, device=like.device).tril(-window)
    return y

  # How many of the last tokens a token of layer i sees; 0 for all. Windows are the ones that some layer has.
  def window(self, i: int) -> int:
    return annotate(List[int], ${WINDOWS})[annotate(List[int], ${WINDOW_OF_LAYER})[i]]

  # Fused attention's term of the scores, none where a token sees all before it.
  def mask(self, t: int, i: int, like: Tensor) -> Optional[Tensor]:
    y = annotate(Optional[Tensor], None)
    if ${WINDOWED}:
      if self.window(i) > 0:
        y = self.unseen(t, i, like).to(like.dtype)
    return y

  # Causal attention of layer i, of q [B, heads, T, D] over k, v [B, kv, T, D]: the output, and what its backward pass needs:
  # the weights [B, heads, T, T], or, fused for long sequences, the logarithms of their denominators.
  def attention(self, q: Tensor, k: Tensor, v: Tensor, i: int, fused: bool) -> Tuple[Tensor, Tensor]:
    if fused and ${PORTABLE}:
      o, kept = self.blockwise(q, self.repeat(k), self.repeat(v), i)
    elif fused:
      mask = self.mask(q.size(2), i, q)
      o, kept = torch._scaled_dot_product_flash_attention_for_cpu(q, self.repeat(k), self.repeat(v), 0., mask is None, attn_mask=mask, scale=${SCALE})
    else:
      scores = torch.add(self.unseen(q.size(2), i, q), self.product_of(q, self.repeat(k).transpose(2, 3)), alpha=${SCALE})
      kept = torch.softmax(scores, -1).to(q.dtype)
      o = self.product_of(kept, self.repeat(v))
    return (o, kept)

  def attention_backward(self, do: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, kept: Tensor, i: int, fused: bool) -> Tuple[Tensor, Tensor, Tensor]:
    if fused and ${PORTABLE}:
      dq, dk, dv = self.blockwise_backward(do, q, self.repeat(k), self.repeat(v), o, kept, i)
    elif fused:
      mask = self.mask(q.size(2), i, q)
      dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(do, q, self.repeat(k), self.repeat(v), o, kept, 0., mask is None, attn_mask=mask, scale=${SCALE})
    else:
      dv = self.product_of(kept.transpose(2, 3), do)
      dkept = self.product_of(do, self.repeat(v).transpose(2, 3))
      ds = torch._softmax_backward_data(dkept, kept, -1, kept.dtype) * ${SCALE}
      dq = self.product_of(ds, self.repeat(k))
      dk = self.product_of(ds.transpose(2, 3), q)
    return (dq, self.unrepeat(dk), self.unrepeat(dv))

  # Fused attention in operations of every device: the weights of 128 queries at a time, over the keys that one of them sees,
  # so that [T, T] is never there. Backward computes them again from the logarithms of their denominators, [B, heads, T].
  def blockwise(self, q: Tensor, k: Tensor, v: Tensor, i: int) -> Tuple[Tensor, Tensor]:
    outputs = annotate(List[Tensor], [])
    denominators = annotate(List[Tensor], [])
    for first in range(0, q.size(2), 128):
      last = min(first + 128, q.size(2))
      start = self.seen_from(first, i)
      scores = self.block_scores(q[:, :, first:last], k[:, :, start:last], first - start, i)
      denominator = torch.logsumexp(scores, [-1], True)
      denominators.append(denominator)
      outputs.append(self.product_of(torch.exp(scores - denominator).to(q.dtype), v[:, :, start:last]))
    return (torch.cat(outputs, 2), torch.cat(denominators, 2))

  def blockwise_backward(self, do: Tensor, q: Tensor, k: Tensor, v: Tensor, o: Tensor, denominators: Tensor, i: int) -> Tuple[Tensor, Tensor, Tensor]:
    dk = torch.zeros_like(k, dtype=${FP32})
    dv = torch.zeros_like(v, dtype=${FP32})
    dqs = annotate(List[Tensor], [])
    for first in range(0, q.size(2), 128):
      last = min(first + 128, q.size(2))
      start = self.seen_from(first, i)
      keys = k[:, :, start:last]
      queries = q[:, :, first:last]
      dout = do[:, :, first:last]
      weights = torch.exp(self.block_scores(queries, keys, first - start, i) - denominators[:, :, first:last])
      mean = torch.sum(dout.to(${FP32}) * o[:, :, first:last].to(${FP32}), [-1], True)
      dweights = self.product_of(dout, v[:, :, start:last].transpose(2, 3)).to(${FP32})
      dscores = (weights * (dweights - mean) * ${SCALE}).to(q.dtype)
      dqs.append(self.product_of(dscores, keys))
      dk[:, :, start:last].add_(self.product_of(dscores.transpose(2, 3), queries))
      dv[:, :, start:last].add_(self.product_of(weights.to(q.dtype).transpose(2, 3), dout))
    return (torch.cat(dqs, 2), dk.to(q.dtype), dv.to(q.dtype))

  # The first key that a query from "first" on sees in layer i.
  def seen_from(self, first: int, i: int) -> int:
    y = 0
    if ${WINDOWED}:
      window = self.window(i)
      if window > 0:
        y = max(0, first - window + 1)
    return y

  # Scores of queries [B, heads, n, D] over keys [B, heads, m, D], of which the first query sees "before" keys and its own.
  def block_scores(self, q: Tensor, k: Tensor, before: int, i: int) -> Tensor:
    unseen = torch.full([q.size(2), k.size(2)], -inf, dtype=${FP32}, device=q.device).triu(before + 1)
    if ${WINDOWED}:
      window = self.window(i)
      if window > 0:
        unseen = unseen + torch.full([q.size(2), k.size(2)], -inf, dtype=${FP32}, device=q.device).tril(before - window)
    return torch.add(unseen, self.product_of(q, k.transpose(2, 3)), alpha=${SCALE})

  # Keys or values of each query head.
  def repeat(self, k: Tensor) -> Tensor:
    if ${HEADS} == ${KV_HEADS}:
      y = k
    else:
      y = torch.repeat_interleave(k, ${HEADS} // ${KV_HEADS}, 1)
    return y

  # The transpose of repeat: sums what each key head received from its query heads.
  def unrepeat(self, dk: Tensor) -> Tensor:
    if ${HEADS} == ${KV_HEADS}:
      y = dk
    else:
      b, h, t, d = dk.shape
      y = torch.sum(dk.reshape([b, ${KV_HEADS}, ${HEADS} // ${KV_HEADS}, t, d]), [2])
    return y

  # What the tokens of responses do not see, as a term of their scores, for each window that some layer has: [B, 1, 1, S, 1,
  # T + S], of the T tokens of their prefix, "lengths" [B] of which are none of the padding, and of the S of their own.
  def unseen_after(self, shape: List[int], lengths: Tensor) -> List[Tensor]:
    b, t, g, n = shape
    out = annotate(List[Tensor], [])
    if g > 0:
      column = torch.arange(t, device=lengths.device).view([1, 1, t])
      own = torch.arange(n, device=lengths.device).view([1, 1, n])
      row = torch.arange(n, device=lengths.device).view([1, n, 1])
      length = lengths.view([b, 1, 1])
      for j in range(${WINDOW_COUNT}):
        before = (column >= length).expand([b, n, t])
        after = own > row
        if ${WINDOWED}:
          window = annotate(List[int], ${WINDOWS})[j]
          if window > 0:
            before = before | (column <= length + row - window)
            after = after | (own <= row - window)
        hidden = torch.cat([before, after.expand([b, n, n])], 2)
        out.append(torch.where(hidden, -inf, 0.).to(${FP32}).view([b, 1, 1, n, 1, t + n]))
    return out

  # Rows of responses as attention takes them: x [B G S, h, D] for h heads as [B kv, G S h/kv, D], and back to [B G S, h, D].
  def by_head(self, x: Tensor, shape: List[int]) -> Tensor:
    b, t, g, n = shape
    h = x.size(1) // ${KV_HEADS}
    return torch.permute(x.view([b, g, n, ${KV_HEADS}, h, ${HEAD_SIZE}]), [0, 3, 1, 2, 4, 5]).contiguous().view([b * ${KV_HEADS}, g * n * h, ${HEAD_SIZE}])

  def by_token(self, x: Tensor, shape: List[int]) -> Tensor:
    b, t, g, n = shape
    h = x.numel() // (b * g * n * ${KV_HEADS} * ${HEAD_SIZE})
    return torch.permute(x.view([b, ${KV_HEADS}, g, n, h, ${HEAD_SIZE}]), [0, 2, 3, 1, 4, 5]).contiguous().view([b * g * n, ${KV_HEADS} * h, ${HEAD_SIZE}])

  # The first t columns of w [B kv G, S h, T + S], for all responses to a prefix at a time: [B kv, G S h, T].
  def of_prefix(self, w: Tensor, shape: List[int]) -> Tensor:
    return w.view([shape[0] * ${KV_HEADS}, -1, w.size(2)])[:, :, :shape[1]]

  # Products with the keys or values of the prefix, k [B, kv, T, D], beside those with the responses' own: [B kv G, S h, T + S].
  def beside_prefix(self, q: Tensor, k: Tensor, own: Tensor, shape: List[int]) -> Tensor:
    b, t, g, n = shape
    before = self.product_of(q, k.view([b * ${KV_HEADS}, t, ${HEAD_SIZE}]).transpose(1, 2))
    after = self.product_of(q.view([b * ${KV_HEADS} * g, -1, ${HEAD_SIZE}]), own.view([b * ${KV_HEADS} * g, n, ${HEAD_SIZE}]).transpose(1, 2))
    return torch.cat([before.view([b * ${KV_HEADS} * g, -1, t]), after], 2)

  # The sum of weighted keys or values of the prefix and of the responses' own, for weights w: [B kv, G S h, D].
  def weighted(self, w: Tensor, k: Tensor, own: Tensor, shape: List[int]) -> Tensor:
    b, t, g, n = shape
    before = self.product_of(self.of_prefix(w, shape), k.view([b * ${KV_HEADS}, t, ${HEAD_SIZE}]))
    return before + self.product_of(w[:, :, t:], own.view([b * ${KV_HEADS} * g, n, ${HEAD_SIZE}])).view_as(before)

  # Attention of responses, G to each of B prefixes: of q [B kv, G S h, D] over keys k and values v of the prefix [B, kv, T, D]
  # and their own, [B kv, G S, D]. No key of the prefix is copied. Returns the output by token and the weights.
  def attention_after(self, q: Tensor, k: Tensor, v: Tensor, own_k: Tensor, own_v: Tensor, unseen: Tensor, shape: List[int]) -> Tuple[Tensor, Tensor]:
    b, t, g, n = shape
    scores = self.beside_prefix(q, k, own_k, shape)
    seen = torch.add(unseen, scores.view([b, ${KV_HEADS}, g, n, -1, t + n]), alpha=${SCALE})
    w = torch.softmax(seen, -1).to(q.dtype).view_as(scores)
    return (self.by_token(self.weighted(w, v, own_v, shape), shape), w)

  # Its backward pass: gradients with respect to q, the keys and values of the prefix, summed over its responses, and their own.
  def attention_after_backward(self, do: Tensor, q: Tensor, k: Tensor, v: Tensor, own_k: Tensor, own_v: Tensor, w: Tensor, shape: List[int]) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    b, t, g, n = shape
    ds = torch._softmax_backward_data(self.beside_prefix(do, v, own_v, shape), w, -1, w.dtype) * ${SCALE}
    dq = self.weighted(ds, k, own_k, shape)
    dk = self.product_of(self.of_prefix(ds, shape).transpose(1, 2), q).view_as(k)
    dv = self.product_of(self.of_prefix(w, shape).transpose(1, 2), do).view_as(v)
    of_response = [b * ${KV_HEADS} * g, -1, ${HEAD_SIZE}]
    down_k = self.product_of(ds[:, :, t:].transpose(1, 2), q.view(of_response))
    down_v = self.product_of(w[:, :, t:].transpose(1, 2), do.view(of_response))
    return (dq, dk, dv, down_k, down_v)

  # The output of attention by token [N, heads D]: of o [B, heads, T, D], and of responses after it, where there are some.
  def attended(self, o: Tensor, after: List[Tensor]) -> Tensor:
    a = o.transpose(1, 2).reshape([-1, ${HEADS} * ${HEAD_SIZE}])
    if len(after) > 0:
      a = torch.cat([a, after[3].view([-1, ${HEADS} * ${HEAD_SIZE}])], 0)
    return a

  # Layer i on x [N, H]: the new x, then what its backward pass needs. "shape" is B, T, G, S: rows of T tokens, then, where G is
  # not 0, G responses of S tokens to each row, which is their prefix; "unseen" is what these do not see. N = B T + B G S. c is
  # the type of its products. In the last layer "at" [M] are the positions that are read, and the new x is theirs, [M, H]; in
  # the others it has no elements.
  def layer(self, x: Tensor, packed: List[Tensor], c: int, i: int, tables: List[Tensor], shape: List[int], unseen: List[Tensor], fused: bool, at: Tensor) -> List[Tensor]:
    b, t, per, n = shape
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    r1 = self.scales(x)
    h1 = self.entering(x, r1, packed[w + ${NORM_1}], c)
    qkv = self.linear(h1, packed[w + ${QKV}])
    if packed[w + ${QKV_BIAS}].numel() > 0:
      qkv = qkv + packed[w + ${QKV_BIAS}].to(c)
    qkv = qkv.view([-1, x.size(0) if per > 0 else t, ${HEADS} + 2 * ${KV_HEADS}, ${HEAD_SIZE}])
    qk = qkv[:, :, :${HEADS} + ${KV_HEADS}]
    v = qkv[:, :, ${HEADS} + ${KV_HEADS}:]
    raw = qk[:, :, :0]
    if packed[w + ${Q_NORM}].numel() > 0:
      raw = qk
      f = qk.to(${FP32})
      qk = (f * self.head_scales(f) * self.head_gain(packed, w)).to(c)
    qk = self.turn(qk, i, tables, False)
    after = annotate(List[Tensor], [])
    if per > 0:
      own = qk[0][b * t:]
      after = [self.by_head(own[:, :${HEADS}], shape), self.by_head(own[:, ${HEADS}:], shape), self.by_head(v[0][b * t:], shape)]
      qk = qk[0][:b * t].view([b, t, ${HEADS} + ${KV_HEADS}, ${HEAD_SIZE}])
      v = v[0][:b * t].view([b, t, ${KV_HEADS}, ${HEAD_SIZE}])
    v = v.transpose(1, 2).contiguous()
    qk = qk.transpose(1, 2)
    q = qk[:, :${HEADS}]
    k = qk[:, ${HEADS}:]
    if per > 0:
      k = k.contiguous()
      hidden = unseen[annotate(List[int], ${WINDOW_OF_LAYER})[i]]
      own_o, weights = self.attention_after(after[0], k, v, after[1], after[2], hidden, shape)
      after = after + [own_o, weights]
    o, kept = self.attention(q, k, v, i, fused)
    a = self.rows(self.attended(o, after), at)
    y = self.linear(a, packed[w + ${OUT}])
    if packed[w + ${OUT_BIAS}].numel() > 0:
      y = y + packed[w + ${OUT_BIAS}].to(c)
    x2 = self.rows(x, at) + self.added(y, packed[w + ${POST_1}])
    r2 = self.scales(x2)
    h2 = self.entering(x2, r2, packed[w + ${NORM_2}], c)
    f = self.feed_forward(h2, packed, i, True)
    z = x2 + self.added(f[0], packed[w + ${POST_2}])
    s = [z, x, r1, raw, q, k, v, o, kept, x2, r2] + f[1:]
    if ${POST_NORM}:
      s = s + [y, f[0]]
    return s + after

  # Layer i backwards: from the gradient of its output to that of its input; weight gradients are added to "grads" and to those
  # of adapters.
  def layer_backward(self, dz: Tensor, s: List[Tensor], plain: List[Tensor], packed: List[Tensor], grads: List[Tensor], adapters: List[Tensor], spans: List[int], i: int, tables: List[Tensor], shape: List[int], fused: bool, at: Tensor) -> Tensor:
    b, t, per, n = shape
    after = s[${SAVED} + 1:]
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    c = plain[w + ${QKV}].dtype
    z, x, r1, raw, q, k, v, o, kept, x2, r2 = s[:11]
    y = z
    m = z
    if ${POST_NORM}:
      y = s[${SAVED} - 1]
      m = s[${SAVED}]
    dm = self.added_backward(dz, m, packed[w + ${POST_2}], grads[w + ${POST_2}]).to(c)
    dh2 = self.feed_forward_backward(dm, x2, r2, packed[w + ${NORM_2}], s[11:], plain, grads, adapters, spans, i)
    dx2 = self.entering_backward(dh2, x2, r2, packed[w + ${NORM_2}], grads[w + ${NORM_2}])
    dx2 = dx2 + dz
    dy = self.added_backward(dx2, y, packed[w + ${POST_1}], grads[w + ${POST_1}])
    d = dy.to(c)
    if grads[w + ${OUT_BIAS}].numel() > 0:
      grads[w + ${OUT_BIAS}].add_(torch.sum(dy, [0]))
    if self.learns(w + ${OUT}, grads, spans):
      self.learn(w + ${OUT}, d, self.rows(self.attended(o, after), at), grads, adapters, spans)
    do = self.spread(self.linear(d, plain[w + ${OUT}].t()), at, x.size(0))
    dq, dk, dv = self.attention_backward(do[:b * t].view([b, t, ${HEADS}, ${HEAD_SIZE}]).transpose(1, 2), q, k, v, o, kept, i, fused)
    if per > 0:
      own = self.by_head(do[b * t:].view([-1, ${HEADS}, ${HEAD_SIZE}]), shape)
      own_q, more_k, more_v, own_k, own_v = self.attention_after_backward(own, after[0], k, v, after[1], after[2], after[4], shape)
      dqk = torch.cat([dq, dk + more_k], 1).transpose(1, 2).reshape([b * t, -1, ${HEAD_SIZE}])
      dqk = torch.cat([dqk, torch.cat([self.by_token(own_q, shape), self.by_token(own_k, shape)], 1)], 0).unsqueeze(0)
      dv = (dv + more_v).transpose(1, 2).reshape([b * t, -1, ${HEAD_SIZE}])
      dv = torch.cat([dv, self.by_token(own_v, shape)], 0).unsqueeze(0)
    else:
      dqk = torch.cat([dq, dk], 1).transpose(1, 2)
      dv = dv.transpose(1, 2)
    dqk = self.turn(dqk, i, tables, True)
    if raw.numel() > 0:
      f = raw.to(${FP32})
      r = self.head_scales(f)
      unit = f * r
      df = dqk.to(${FP32})
      if grads[w + ${Q_NORM}].numel() > 0:
        dgain = torch.sum(df * unit, [0, 1])
        grads[w + ${Q_NORM}].add_(self.gain_backward(dgain[:${HEADS}]))
        grads[w + ${K_NORM}].add_(self.gain_backward(dgain[${HEADS}:]))
      df = df * self.head_gain(packed, w)
      dqk = (r * (df - unit * self.head_mean(df * unit))).to(c)
    dqkv = torch.cat([dqk, dv], 2).reshape([x.size(0), -1])
    if grads[w + ${QKV_BIAS}].numel() > 0:
      grads[w + ${QKV_BIAS}].add_(torch.sum(dqkv.to(${FP32}), [0]))
    if self.learns(w + ${QKV}, grads, spans):
      self.learn(w + ${QKV}, dqkv, self.entering(x, r1, packed[w + ${NORM_1}], c), grads, adapters, spans)
    dx = self.entering_backward(self.linear(dqkv, plain[w + ${QKV}].t()).to(${FP32}), x, r1, packed[w + ${NORM_1}], grads[w + ${NORM_1}])
    return dx + self.spread(dx2, at, x.size(0))

  # Some rows of x, all of them where "at" is empty; and the transpose: n rows, of which those are x and the others 0.
  def rows(self, x: Tensor, at: Tensor) -> Tensor:
    if at.numel() > 0:
      x = x.index_select(0, at)
    return x

  def spread(self, x: Tensor, at: Tensor, n: int) -> Tensor:
    if at.numel() > 0:
      y = torch.zeros([n, x.size(1)], dtype=${FP32}, device=x.device)
      x = self.add_rows(y, at, x.to(${FP32})).to(x.dtype)
    return x

  # The "at" of layer i.
  def at(self, i: int, positions: Tensor) -> Tensor:
    if i < ${LAYERS} - 1:
      positions = positions[:0]
    return positions

  # The tables of the first t positions.
  def tables(self, rope: List[Tensor], t: int, c: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for table in rope:
      out.append(table[:t].unsqueeze(1).to(c))
    return out

  # The tables of the tokens of a pass, in their order where responses follow their prefixes of "lengths" [B].
  def tables_of(self, rope: List[Tensor], shape: List[int], lengths: Tensor, c: int) -> List[Tensor]:
    b, t, g, n = shape
    if g == 0:
      out = self.tables(rope, t, c)
    else:
      before = torch.arange(t, device=lengths.device).unsqueeze(0).expand([b, t])
      after = (lengths.unsqueeze(1) + torch.arange(n, device=lengths.device)).unsqueeze(1).expand([b, g, n])
      place = torch.clamp(torch.cat([before.reshape([-1]), after.reshape([-1])], 0), max=rope[0].size(0) - 1)
      out = annotate(List[Tensor], [])
      for table in rope:
        out.append(table.index_select(0, place).unsqueeze(1).to(c))
    return out

  # Gradients of the scored tokens, [M] or [M, K], with zeros for padding: N in all.
  def padded(self, d: Tensor, positions: Tensor) -> Tensor:
    more = positions.size(0) - d.size(0)
    pad = [0, more]
    if d.dim() > 1:
      pad = [0, 0, 0, more]
    return torch.constant_pad_nd(d, pad)

  # The targets of each position: the next token, then the further ones, [N, 1 + K].
  def targets(self, target: Tensor, further: Tensor) -> Tensor:
    ids = target.unsqueeze(1)
    if further.numel() > 0:
      ids = torch.cat([ids, further], 1)
    return ids

  # Logits [N, V'] divided by the temperature of each row, [N]; unchanged where all temperatures are 1.
  def tempered(self, z: Tensor, temperature: Tensor, heated: bool) -> Tensor:
    if heated:
      z = z / temperature.unsqueeze(1)
    return z

  # Scores of positions h [N, H], a chunk of rows at a time: log-probabilities [N, 1 + K] of the targets ids [N, 1 + K],
  # entropies [N], logarithms of the softmax's denominators [N, 1], self-certainties [N] where "certain", the "most" most likely
  # tokens, their log-probabilities and ids [N, most], and the probabilities of a collision [N] where "collide".
  def head(self, h: Tensor, w: Tensor, ids: Tensor, temperature: Tensor, most: int, certain: bool, collide: bool, chunk: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    logprobs = annotate(List[Tensor], [])
    entropies = annotate(List[Tensor], [])
    denominators = annotate(List[Tensor], [])
    certainties = annotate(List[Tensor], [torch.empty([0], dtype=${FP32}, device=h.device)])
    collisions = annotate(List[Tensor], [torch.empty([0], dtype=${FP32}, device=h.device)])
    tops = annotate(List[Tensor], [torch.empty([0, most], dtype=${FP32}, device=h.device)])
    topids = annotate(List[Tensor], [torch.empty([0, most], dtype=${INT64}, device=h.device)])
    heated = bool(torch.any(temperature != 1.))
    for start in range(0, h.size(0), chunk):
      z = self.tempered(self.linear(h[start:start + chunk], w).to(${FP32}), temperature[start:start + chunk], heated)
      chosen = ids[start:start + chunk]
      l = torch.log_softmax(z, 1)
      logprob = l.gather(1, chosen)
      logprobs.append(logprob)
      entropies.append(-torch.sum(l * torch.exp(l), [1]))
      denominators.append(z.gather(1, chosen[:, :1]) - logprob[:, :1])
      if certain:
        certainties.append(-torch.mean(l, [1]))
      if collide:
        collisions.append(torch.sum(torch.exp(2. * l), [1]))
      if most > 0:
        best, which = torch.topk(l, most, 1)
        tops.append(best)
        topids.append(which)
    return (torch.cat(logprobs), torch.cat(entropies), torch.cat(denominators), torch.cat(certainties), torch.cat(tops), torch.cat(topids), torch.cat(collisions))

  # Gradient of the head: with respect to its input h [N, H]; that of its weight is added to "grad" if it is trained. dlogprobs
  # [N, 1 + K] are those of the targets. It takes a block of the vocabulary at a time, so that each part of the weight is read and its
  # gradient written once.
  def head_backward(self, h: Tensor, w: Tensor, ids: Tensor, temperature: Tensor, chunk: int, dlogprobs: Tensor, dentropies: Tensor, entropies: Tensor, denominators: Tensor, grad: Tensor) -> Tensor:
    dh = torch.zeros([h.size(0), h.size(1)], dtype=${FP32}, device=h.device)
    block = max(1024, chunk * w.size(0) // h.size(0) // 64 * 64)
    dsum = torch.sum(dlogprobs, [1], True)
    heated = bool(torch.any(temperature != 1.))
    for start in range(0, w.size(0), block):
      rows = w[start:start + block]
      n = rows.size(0)
      l = self.tempered(self.linear(h, rows).to(${FP32}), temperature, heated) - denominators
      q = torch.exp(l)
      d = q * -dsum
      inside = (ids >= start) & (ids < start + n)
      d.scatter_add_(1, torch.clamp(ids - start, 0, n - 1), torch.where(inside, dlogprobs, 0.))
      if dentropies.numel() > 0:
        d = d - dentropies.unsqueeze(1) * q * (l + entropies.unsqueeze(1))
      d = self.tempered(d, temperature, heated).to(h.dtype)
      if grad.numel() > 0:
        grad[start:start + n].add_(self.product_of(d.t(), h))
      dh.add_(self.linear(d, rows.t()))
    return dh

  # The layers over ids [N], right-padded rows of "shape" and "lengths", see "layer". Returns the last hidden states x [N, H] at the flat positions [N] and their
  # inverse root mean squares r [N, 1], then what backward needs: per layer its activations, or only its input where they are
  # recomputed.
  def body(self, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, keep: bool, recompute: bool, fused: bool, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor]) -> List[Tensor]:
    c = plain[${FIRST_LAYER} + ${QKV}].dtype
    tables = self.tables_of(rope, shape, lengths, c)
    unseen = self.unseen_after(shape, lengths)
    x = self.embedded(ids, plain)
    saved = annotate(List[Tensor], [])
    for i in range(${LAYERS}):
      s = self.layer(x, packed, c, i, tables, shape, unseen, fused, self.at(i, positions))
      if keep and recompute:
        saved.append(x)
      elif keep:
        saved.extend(s[1:])
      x = s[0]
    return [x, self.inverse_rms(x)] + saved

  # The layers backwards, from the gradient dh [N, H] of the normed hidden states, 0 where they are padding; "saved" is what
  # body returned.
  def body_backward(self, dh: Tensor, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, recompute: bool, fused: bool, saved: List[Tensor], rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], grads: List[Tensor], adapters: List[Tensor], spans: List[int]) -> Tensor:
    c = plain[${FIRST_LAYER} + ${QKV}].dtype
    tables = self.tables_of(rope, shape, lengths, c)
    unseen = self.unseen_after(shape, lengths)
    count = ${SAVED} + (5 if shape[2] > 0 else 0)
    dz = self.norm_backward(dh, saved[0], saved[1], packed[${LAST_NORM}], grads[${LAST_NORM}])
    for j in range(${LAYERS}):
      i = ${LAYERS} - 1 - j
      if recompute:
        s = self.layer(saved[2 + i], packed, c, i, tables, shape, unseen, fused, self.at(i, positions))
      else:
        s = [dz] + saved[2 + count * i:2 + count * (i + 1)]
      dz = self.layer_backward(dz, s, plain, packed, grads, adapters, spans, i, tables, shape, fused, self.at(i, positions))
    if grads[${EMBEDDING}].numel() > 0:
      if ${HAS_EMBEDDING_FACTOR}:
        dz = dz * ${EMBEDDING_FACTOR}
      self.add_rows(grads[${EMBEDDING}], ids, dz)
    return dz

  # Adds rows x [N, H] to rows ids [N] of y. A GPU adds those of one id in any order; sums of each id in the order of the rows
  # come first in the portable form, so that each row of y gets one of them. What is left over adds 0.
  def add_rows(self, y: Tensor, ids: Tensor, x: Tensor) -> Tensor:
    if ${PORTABLE}:
      n = ids.size(0)
      sorted, order = torch.sort(ids, stable=True, dim=0, descending=False)
      place = torch.constant_pad_nd(torch.cumsum(sorted[1:] != sorted[:-1], 0), [1, 0])
      ends = torch.searchsorted(place, torch.arange(n + 1, device=ids.device))
      x = torch.segment_reduce(x.index_select(0, order), "sum", offsets=ends, axis=0, unsafe=True, initial=0.)
      ids = sorted.index_select(0, torch.clamp(ends[:-1], max=n - 1))
    return y.index_add_(0, ids, x)

  # Forward pass. Scores target [N] and further [N, K] (none where empty) as tokens that follow the positions, at temperature
  # [N]. Returns, for the first "scored" of them: log-probabilities [M], entropies [M], self-certainties [M] (none unless
  # "certain"), log-probabilities of the further tokens [M, K], of the "most" most likely tokens log-probabilities and ids
  # [M, most], and probabilities of a collision [M] (none unless "collide"); then what backward needs.
  def forward(self, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, recompute: bool, fused: bool, target: Tensor, further: Tensor, temperature: Tensor, chunk: int, scored: int, most: int, certain: bool, collide: bool, keep: bool, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor]) -> List[Tensor]:
    s = self.body(ids, positions, shape, lengths, keep, recompute, fused, rope, plain, packed)
    h = self.leaving(s[0], s[1], packed, plain[${HEAD}].dtype)
    logprobs, entropies, denominators, certainties, tops, topids, collisions = self.head(h, packed[${HEAD}], self.targets(target, further), temperature, most, certain, collide, chunk)
    logprobs = logprobs[:scored]
    return [logprobs[:, 0].contiguous(), entropies[:scored], certainties[:scored], logprobs[:, 1:].contiguous(), tops[:scored], topids[:scored], collisions[:scored], h, entropies, denominators] + s

  # Backward pass: from gradients dlogprobs [M], dfurther [M, K] and dentropies [M] (none where empty) to weight gradients,
  # added to "grads", where what is not trained has no elements, and to those of adapters. Adapter j has its factors and their
  # gradients at 4 j: down [R, K] and up [n, R] with the scale and in the type of products, then those gradients; "spans" has,
  # for each weight, the number of its first adapter, their number, and the first row of each. It is empty where there are none. "saved" is
  # what forward returned after its results.
  def backward(self, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, recompute: bool, fused: bool, target: Tensor, further: Tensor, temperature: Tensor, chunk: int, dlogprobs: Tensor, dfurther: Tensor, dentropies: Tensor, saved: List[Tensor], rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], grads: List[Tensor], adapters: List[Tensor], spans: List[int]) -> Tensor:
    h, entropies, denominators = saved[:3]
    d = self.padded(dlogprobs, positions).unsqueeze(1)
    if further.numel() > 0:
      d = torch.cat([d, self.padded(dfurther, positions)], 1)
    if dentropies.numel() > 0:
      dentropies = self.padded(dentropies, positions)
    dh = self.head_backward(h, plain[${HEAD}], self.targets(target, further), temperature, chunk, d, dentropies, entropies, denominators, grads[${HEAD}])
    if ${HAS_LOGITS_FACTOR}:
      dh = dh * ${LOGITS_FACTOR}
    return self.body_backward(dh, ids, positions, shape, lengths, recompute, fused, saved[3:], rope, plain, packed, grads, adapters, spans)

  # Forward pass of a critic, whose head is a weight [1, H] and a bias [1] on the normed hidden states, in fp32. Returns
  # the first "scored" values, [M], then what backward needs.
  def values(self, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, recompute: bool, fused: bool, scored: int, keep: bool, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], head: List[Tensor]) -> List[Tensor]:
    s = self.body(ids, positions, shape, lengths, keep, recompute, fused, rope, plain, packed)
    h = s[0] * s[1] * packed[${LAST_NORM}]
    return [(torch.sum(h * head[0], [1]) + head[1])[:scored]] + s

  # Backward pass of a critic: from gradients dvalues [M] to those of the weights and, after them, of the head, added to "grads".
  def values_backward(self, ids: Tensor, positions: Tensor, shape: List[int], lengths: Tensor, recompute: bool, fused: bool, dvalues: Tensor, saved: List[Tensor], rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], grads: List[Tensor], head: List[Tensor]) -> Tensor:
    d = self.padded(dvalues, positions).unsqueeze(1)
    h = saved[0] * saved[1] * packed[${LAST_NORM}]
    grads[${LAST_NORM} + 1].add_(torch.sum(d * h, [0], True))
    grads[${LAST_NORM} + 2].add_(torch.sum(d, [0]))
    return self.body_backward(d * head[0], ids, positions, shape, lengths, recompute, fused, saved, rope, plain, packed, grads, annotate(List[Tensor], []), annotate(List[int], []))

  # Caches of no slots: keys of every layer, then values of every layer.
  def caches(self, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(2 * ${LAYERS}):
      out.append(torch.empty([0, 0, ${HEAD_SIZE}], dtype=plain[${FIRST_LAYER} + ${QKV}].dtype, device=plain[${FIRST_LAYER} + ${QKV}].device))
    return out

  # Makes caches of "columns" columns and no rows. They keep their memory.
  def clear(self, columns: int, caches: List[Tensor]) -> Tensor:
    for cache in caches:
      cache.resize_([0, columns, ${HEAD_SIZE}])
    return caches[0]

  # Reads prompts [B, T], right-padded. The first split[j] columns of prompt j become a prefix, which slots share; write w puts
  # the columns from first[w] on into caches into[w], those of prompt source[w][k] into row slots[w][k]. Caches are [R kv, C, D]:
  # those of each length of each batch, one after the other. Returns the last states, then, layer by layer, keys and values [kv, P, D] of each prefix.
  # The output of the last layer is not used, so it is computed for one token only.
  def prefill(self, ids: Tensor, fused: bool, split: Tensor, source: List[Tensor], slots: List[Tensor], into: Tensor, first: Tensor, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], caches: List[Tensor]) -> List[Tensor]:
    b, t = ids.shape
    c = plain[${FIRST_LAYER} + ${QKV}].dtype
    tables = self.tables(rope, t, c)
    one = torch.zeros([1], dtype=${INT64}, device=ids.device)
    splits = self.numbers(split)
    batches = self.numbers(into)
    firsts = self.numbers(first)
    prefixes = annotate(List[Tensor], [])
    x = self.embedded(ids.view([-1]), plain)
    for i in range(${LAYERS}):
      s = self.layer(x, packed, c, i, tables, [b, t, 0, 0], annotate(List[Tensor], []), fused, self.at(i, one))
      x = s[0]
      k = s[5]
      v = s[6]
      for w in range(len(slots)):
        kc = self.by_slot(caches[2 * ${LAYERS} * batches[w] + i])
        vc = self.by_slot(caches[2 * ${LAYERS} * batches[w] + ${LAYERS} + i])
        n = min(t - firsts[w], kc.size(2))
        if n > 0:
          kc[:, :, :n].index_copy_(0, slots[w], k[:, :, firsts[w]:firsts[w] + n].index_select(0, source[w]).to(kc.dtype))
          vc[:, :, :n].index_copy_(0, slots[w], v[:, :, firsts[w]:firsts[w] + n].index_select(0, source[w]).to(vc.dtype))
      for j in range(len(splits)):
        if splits[j] > 0:
          prefixes.append(k[j, :, :splits[j]].clone())
          prefixes.append(v[j, :, :splits[j]].clone())
    return [x] + prefixes

  # The elements of a vector of integers.
  def numbers(self, x: Tensor) -> List[int]:
    x = x.cpu()
    out = annotate(List[int], [])
    for i in range(x.size(0)):
      out.append(int(x[i]))
    return out

  # A cache as [R, kv, C, D].
  def by_slot(self, cache: Tensor) -> Tensor:
    return cache.view([-1, ${KV_HEADS}, cache.size(1), ${HEAD_SIZE}])

  # Keeps the tokens that top-k, top-p and min-p allow, in this order; l are log-probabilities [F, V], limits [F, 3]. Rows
  # whose likeliest tokens do not hold all that is kept go through "filter_all", which has the same results.
  def filter(self, l: Tensor, limits: Tensor) -> Tensor:
    if ${PORTABLE} or l.size(1) < 32 or not bool(torch.any(self.ranked(limits))):
      y = self.filter_all(l, limits)
    else:
      y, enough = self.filter_likeliest(l, limits, min(1024, l.size(1) // 2))
      others = torch.nonzero(torch.logical_not(enough)).view([-1])
      if others.size(0) > 0:
        y.index_copy_(0, others, self.filter_all(l.index_select(0, others), limits.index_select(0, others)))
    return y

  # Whether a row has top-k or top-p, which depend on the order of its tokens, [F, 1].
  def ranked(self, limits: Tensor) -> Tensor:
    return (limits[:, 0:1] > 0.) | (limits[:, 1:2] < 1.)

  # Filters by sorting all tokens, where some row needs that.
  def filter_all(self, l: Tensor, limits: Tensor) -> Tensor:
    if ${PORTABLE} or bool(torch.any(self.ranked(limits))):
      k = limits[:, 0:1].to(${INT64})
      sorted, order = torch.sort(l, 1, True)
      kth = sorted.gather(1, torch.clamp(k - 1, min=0, max=l.size(1) - 1))
      l = torch.log_softmax(torch.where((k > 0) & (l < kth), -inf, l), 1)
      sorted, order = torch.sort(l, 1, True)
      keep, before = self.reaching(torch.exp(sorted), limits)
      keep = torch.zeros_like(keep).scatter_(1, order, keep)
      l = torch.where(keep, l, -inf)
    else:
      l = torch.log_softmax(l, 1)
    l = torch.log_softmax(l, 1)
    return torch.log_softmax(torch.where(l >= self.floor(l, limits), l, -inf), 1)

  # Which of the sorted probabilities q top-p keeps, and the sums of those before each.
  def reaching(self, q: Tensor, limits: Tensor) -> Tuple[Tensor, Tensor]:
    before = torch.cumsum(q, 1) - q
    keep = (before < limits[:, 1:2]) | (limits[:, 1:2] >= 1.)
    keep[:, 0] = True
    return (keep, before)

  # The least log-probability that min-p keeps, [F, 1].
  def floor(self, l: Tensor, limits: Tensor) -> Tensor:
    return torch.amax(l, [1], True) + torch.log(limits[:, 2:3])

  # Filters the "count" likeliest tokens of each row. True for a row, [F], if all tokens that are kept are certain to be among
  # them, and none is as likely as another that is not kept: which of these stay is up to the sort of a row. Sums run over
  # the tokens in the order in which the CPU adds up a whole row: see "beside".
  def filter_likeliest(self, l: Tensor, limits: Tensor, count: int) -> Tuple[Tensor, Tensor]:
    k = limits[:, 0:1].to(${INT64})
    likely, at = self.likeliest(l, count)
    least = likely[:, -1:]
    kth = likely.gather(1, torch.clamp(k - 1, min=0, max=count - 1))
    enough = (k <= count) & (kth > least)
    at, order = torch.sort(at, 1)
    likely = likely.gather(1, order)
    place = self.beside(at)
    x = self.normalized(torch.where((k > 0) & (likely < kth), -inf, likely), place)
    if bool(torch.any(k == 0)):
      whole = torch.nonzero(k.view([-1]) == 0).view([-1])
      among = torch.log_softmax(l.index_select(0, whole), 1).gather(1, at.index_select(0, whole))
      x.index_copy_(0, whole, among)
    sorted, order = torch.sort(x, 1, True)
    keep, before = self.reaching(torch.exp(sorted), limits)
    reached = (limits[:, 1:2] < 1.) & (before[:, -1:] >= limits[:, 1:2] + 1e-6) & torch.logical_not(torch.any(keep & (sorted == sorted[:, -1:]), 1, True))
    cut = (keep[:, 1:] != keep[:, :-1]) & (sorted[:, 1:] == sorted[:, :-1]) & (sorted[:, 1:] > -inf)
    enough = torch.where(k > 0, enough, reached) & torch.logical_not(torch.any(cut, 1, True))
    keep = torch.zeros_like(keep).scatter_(1, order, keep)
    x = self.normalized(torch.where(keep, x, -inf), place)
    x = self.normalized(torch.where(x >= self.floor(x, limits), x, -inf), place)
    return (torch.full_like(l, -inf).scatter_(1, at, x), enough.view([-1]))

  # The "count" largest numbers of each row, largest first, and their columns; which of several equal ones is open. They lie
  # in the "count" groups of columns with the largest maxima; a group is every V/16th column.
  def likeliest(self, l: Tensor, count: int) -> Tuple[Tensor, Tensor]:
    n = l.size(1) // 16
    if count < n // 4:
      grouped = l[:, :16 * n].view([-1, 16, n])
      most, group = torch.topk(torch.amax(grouped, [1]), count, 1, True, False)
      group = torch.sort(group, 1)[0].unsqueeze(1).expand([-1, 16, -1])
      rest = l[:, 16 * n:]
      columns = torch.arange(0, 16 * n, n, device=l.device).view([1, 16, 1])
      at = (group + columns).reshape([l.size(0), -1])
      found, order = torch.topk(torch.cat([l.gather(1, at), rest], 1), count, 1)
      last = torch.arange(16 * n, l.size(1), device=l.device).unsqueeze(0).expand([l.size(0), -1])
      at = torch.cat([at, last], 1).gather(1, order)
    else:
      found, at = torch.topk(l, count, 1)
    return (found, at)

  # Places for the tokens of sorted columns "at" in a shorter row, which leaves out pieces of 16 columns without any of them.
  # The CPU adds up a row in as many sums as a vector has numbers, a divisor of 16; zeros left out change none of them.
  def beside(self, at: Tensor) -> Tensor:
    piece = at // 16
    first = piece[:, 1:] != piece[:, :-1]
    return torch.constant_pad_nd(torch.cumsum(first, 1), [1, 0]) * 16 + at % 16

  # Log-softmax of numbers x at their places in a row where nothing else is.
  def normalized(self, x: Tensor, place: Tensor) -> Tensor:
    row = torch.full([x.size(0), 16 * x.size(1)], -inf, dtype=x.dtype, device=x.device)
    return torch.log_softmax(row.scatter_(1, place, x), 1).gather(1, place)

  # Entropies [S, 1] of log-probabilities; a running sum adds the terms of a row in one order, whatever the other rows.
  def entropy_of(self, l: Tensor) -> Tensor:
    return torch.cumsum(torch.where(l > -inf, -torch.exp(l) * l, 0.), 1)[:, -1:]

  # Lowers entropies to max(threshold, share H) by Adam on log-probabilities l [S, V], with the loss H + divergence KL(before
  # || after), or, where there are no steps, by a temperature in [0.01, 1]; by [S, 5] are threshold, share, steps, rate and
  # divergence.
  def calm(self, l: Tensor, by: Tensor) -> Tensor:
    return self.calm_within(l, by, self.most_steps(by), self.cools(by))

  # The most steps that a row takes, and whether some row takes none.
  def most_steps(self, by: Tensor) -> int:
    return int(torch.amax(by[:, 2]))

  def cools(self, by: Tensor) -> bool:
    return bool(torch.any(by[:, 2] == 0.))

  # The same where these two are known: the portable form asks a device for nothing here.
  def calm_within(self, l: Tensor, by: Tensor, most: int, cooling: bool) -> Tensor:
    h = self.entropy_of(l)
    goal = torch.maximum(by[:, 0:1], by[:, 1:2] * h)
    steps = by[:, 2:3]
    moved = h > goal
    active = moved & (steps > 0.)
    z = l
    q = torch.log_softmax(z, 1)
    p0 = torch.exp(l)
    m = torch.zeros_like(l)
    v = torch.zeros_like(l)
    i = 0
    while i < most and (${PORTABLE} or bool(torch.any(active))):
      p = torch.exp(q)
      g = by[:, 4:5] * (p - p0) - torch.where(p > 0., p * (q + h), 0.)
      i = i + 1
      m = 0.9 * m + 0.1 * g
      v = 0.999 * v + 0.001 * g * g
      z = torch.where(active, z - by[:, 3:4] * (m / (1. - 0.9 ** i)) / (torch.sqrt(v / (1. - 0.999 ** i)) + 1e-8), z)
      q = torch.log_softmax(z, 1)
      h = torch.where(active, self.entropy_of(q), h)
      active = active & (h > goal) & (steps > float(i))
    cooled = moved & (steps == 0.)
    if cooling and (${PORTABLE} or bool(torch.any(cooled))):
      low = torch.full_like(h, 0.01)
      high = torch.ones_like(h)
      for i in range(20):
        t = 0.5 * (low + high)
        hot = self.entropy_of(torch.log_softmax(l / t, 1)) > goal
        low = torch.where(hot, low, t)
        high = torch.where(hot, t, high)
      z = torch.where(cooled, l / high, z)
    return torch.where(moved, torch.log_softmax(z, 1), l)

  # Attention of each slot's queries [n, heads, D] over its own columns, [n kv, c, D], with a term of the scores: outputs
  # [n, heads, D] and, where they are wanted, logarithms of the softmax's denominators [n, heads]. Fused attention takes the queries
  # of a key head together; MKL's fp32 products of 2 to 7 rows would depend on the number of columns, so there it takes them one
  # by one.
  def own(self, q: Tensor, keys: Tensor, values: Tensor, bias: Tensor, wanted: bool) -> Tuple[Tensor, Tensor]:
    n = q.size(0)
    if ${PORTABLE}:
      s = torch.add(bias, torch.bmm(q.reshape([n * ${KV_HEADS}, -1, ${HEAD_SIZE}]), keys.transpose(1, 2)), alpha=${SCALE})
      o = torch.bmm(torch.softmax(s, -1).to(q.dtype), values)
      l = s[:, :, :0]
      if wanted:
        l = torch.logsumexp(s, [-1])
    elif ${HEADS} == ${KV_HEADS} or q.dtype != ${FP32}:
      o, l = torch._scaled_dot_product_flash_attention_for_cpu(q.reshape([n, ${KV_HEADS}, -1, ${HEAD_SIZE}]), self.by_slot(keys), self.by_slot(values), 0., False, attn_mask=bias, scale=${SCALE})
    else:
      k = keys.unsqueeze(1).expand([-1, ${HEADS} // ${KV_HEADS}, -1, -1])
      v = values.unsqueeze(1).expand([-1, ${HEADS} // ${KV_HEADS}, -1, -1])
      o, l = torch._scaled_dot_product_flash_attention_for_cpu(q.reshape([n * ${KV_HEADS}, -1, 1, ${HEAD_SIZE}]), k, v, 0., False, attn_mask=bias, scale=${SCALE})
    return (o.reshape([n, ${HEADS}, ${HEAD_SIZE}]), l.reshape([n, -1]))

  # The term of "own" from what each slot does not see, [n, c].
  def own_bias(self, unseen: Tensor, kd: int) -> Tensor:
    n, width = unseen.shape
    bias = torch.where(unseen, -inf, 0.).to(${FP32})
    if ${PORTABLE}:
      y = bias.unsqueeze(1).expand([n, ${KV_HEADS}, width]).reshape([n * ${KV_HEADS}, 1, width])
    elif ${HEADS} == ${KV_HEADS} or kd != ${FP32}:
      y = bias.view([n, 1, 1, width])
    else:
      y = bias.unsqueeze(1).expand([n, ${KV_HEADS}, width]).reshape([n * ${KV_HEADS}, 1, 1, width])
    return y

  # Attention of queries [m, heads, D] over a prefix, keys and values [kv, P, D], of which they see all: as "own" returns it.
  def over_prefix(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
    m = q.size(0)
    group = ${HEADS} // ${KV_HEADS}
    q = q.view([m, ${KV_HEADS}, group, ${HEAD_SIZE}]).transpose(0, 1).reshape([${KV_HEADS}, m * group, ${HEAD_SIZE}])
    if ${PORTABLE}:
      s = torch.bmm(q, k.transpose(1, 2)).to(${FP32}) * ${SCALE}
      o = torch.bmm(torch.softmax(s, -1).to(q.dtype), v)
      l = torch.logsumexp(s, [-1])
    else:
      o, l = torch._scaled_dot_product_flash_attention_for_cpu(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), 0., False, attn_mask=None, scale=${SCALE})
    o = o.reshape([${KV_HEADS}, m, group, ${HEAD_SIZE}]).transpose(0, 1).reshape([m, ${HEADS}, ${HEAD_SIZE}])
    return (o, l.reshape([${KV_HEADS}, m, group]).transpose(0, 1).reshape([m, ${HEADS}]))

  # Joins attention over own columns, a [n, heads, D] and l [n, heads], with that over prefixes of layer i. Prefix g is read by
  # counts[g] of the members [M], slots in the order of their prefixes; slot holders[j] is member found[j].
  def joined(self, a: Tensor, l: Tensor, q: Tensor, members: Tensor, counts: List[int], holders: Tensor, found: Tensor, i: int, prefixes: List[Tensor]) -> Tensor:
    q = q.index_select(0, members)
    outputs = annotate(List[Tensor], [])
    logs = annotate(List[Tensor], [])
    at = 0
    for g in range(len(counts)):
      o, m = self.over_prefix(q[at:at + counts[g]], prefixes[2 * ${LAYERS} * g + i], prefixes[2 * ${LAYERS} * g + ${LAYERS} + i])
      outputs.append(o)
      logs.append(m)
      at = at + counts[g]
    before = torch.cat(logs, 0).index_select(0, found)
    own = l.index_select(0, holders)
    most = torch.maximum(before, own)
    before = torch.exp(before - most).unsqueeze(2)
    own = torch.exp(own - most).unsqueeze(2)
    o = before * torch.cat(outputs, 0).index_select(0, found) + own * a.index_select(0, holders)
    return a.index_copy(0, holders, (o / (before + own)).to(a.dtype))

  # A token per row, x [n, H], enters layer i: queries and keys [n, heads + kv, D], turned, and values [n, kv, D].
  def projected(self, x: Tensor, packed: List[Tensor], tables: List[Tensor], i: int, c: int, kd: int) -> Tuple[Tensor, Tensor]:
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    h = self.entering(x, self.scales(x), packed[w + ${NORM_1}], c)
    qkv = self.linear(h, packed[w + ${QKV}])
    if packed[w + ${QKV_BIAS}].numel() > 0:
      qkv = qkv + packed[w + ${QKV_BIAS}].to(c)
    qkv = qkv.view([x.size(0), -1, ${HEAD_SIZE}]).to(kd)
    qk = qkv[:, :${HEADS} + ${KV_HEADS}]
    if packed[w + ${Q_NORM}].numel() > 0:
      f = qk.to(${FP32})
      qk = (f * self.head_scales(f) * self.head_gain(packed, w)).to(kd)
    return (self.turn(qk, i, tables, False), qkv[:, ${HEADS} + ${KV_HEADS}:])

  # The output of layer i on x [n, H] from the attention a [m, heads, D] of its first m rows; the others only fill up.
  def attended_to(self, x: Tensor, a: Tensor, packed: List[Tensor], i: int, c: int) -> Tensor:
    w = ${FIRST_LAYER} + ${PER_LAYER} * i
    m = a.size(0)
    a = a.view([m, -1]).to(c)
    if m < x.size(0):
      a = torch.constant_pad_nd(a, [0, 0, 0, x.size(0) - m])
    y = self.linear(a, packed[w + ${OUT}])
    if packed[w + ${OUT_BIAS}].numel() > 0:
      y = y + packed[w + ${OUT_BIAS}].to(c)
    x = x + self.added(y, packed[w + ${POST_1}])
    h = self.entering(x, self.scales(x), packed[w + ${NORM_2}], c)
    return x + self.added(self.feed_forward(h, packed, i, False)[0], packed[w + ${POST_2}])

  # Log-probabilities [n, V] after the temperature, those of the draw, and the token drawn after each row, [n, 1]. "heated" says that
  # some temperature in "heat" is not 1, "picked" that some row of "greedy" takes the most likely token.
  def draw(self, x: Tensor, plain: List[Tensor], packed: List[Tensor], uniforms: Tensor, heat: Tensor, heated: bool, greedy: Tensor, picked: bool, filtered: Tensor, limits: Tensor, calmed: Tensor, calming: Tensor, most: int, cooling: bool) -> Tuple[Tensor, Tensor, Tensor]:
    h = self.leaving(x, self.inverse_rms(x), packed, plain[${HEAD}].dtype)
    z = self.linear(h, packed[${HEAD}]).to(${FP32})
    if heated:
      z = z.div_(heat)
    l = torch.log_softmax(z, 1)
    drawn = l
    if calmed.size(0) > 0:
      drawn = l.index_copy(0, calmed, self.calm_within(l.index_select(0, calmed), calming, most, cooling))
    if filtered.size(0) == x.size(0):
      drawn = self.filter(drawn, limits)
    elif filtered.size(0) > 0:
      drawn = drawn.index_copy(0, filtered, self.filter(drawn.index_select(0, filtered), limits))
    cdf = torch.exp(drawn).cumsum_(1)
    choice = torch.searchsorted(cdf, uniforms * cdf[:, -1:], right=True)
    if picked:
      choice = torch.where(greedy, torch.argmax(l, 1, True), choice)
    return (l, drawn, choice)

  # Which own columns rows whose own column is "at" do not see, through the j-th kind of window.
  def unseen_from(self, at: Tensor, column: Tensor, j: int) -> Tensor:
    unseen = column > at
    if ${WINDOWED}:
      window = annotate(List[int], ${WINDOWS})[j]
      if window > 0:
        unseen = unseen | (column <= at - window)
    return unseen

  # Decodes up to "steps" tokens in every slot. Feeds token [S] at position [S]. The keys and values of a slot's first first[S]
  # positions are in a prefix that slots share, see "joined", and those after it in its row of the caches. These are grouped by
  # length: groups [2 G] has the slots of each group, then the columns of each that are read. The slots of the first group have the
  # first rows of the first caches, those of the second come next and have the first rows of the second caches, and so on. Slots behind all of these only fill up the rows of products, and their attention
  # is not computed. Stops early when every slot is done, that
  # is, has drawn one of stop [E] or has no tokens left; the portable form does not, for the host would wait at each token. A token that is
  # known stands in forced [S, steps]; where that is
  # -1 it is drawn, by inverse transform from uniforms [S, steps]; temperature 0 picks the most likely token.
  # Returns tokens [S, n], their log-probabilities under the model and under the distribution that they are
  # drawn from: after entropy minimization of the rows calmed [M] by calming [M, 5], and top-k, top-p and min-p of the rows
  # filtered [F] by limits [F, 3].
  def decode(self, steps: int, groups: List[int], token: Tensor, position: Tensor, left: Tensor, forced: Tensor, uniforms: Tensor, temperature: Tensor, filtered: Tensor, limits: Tensor, calmed: Tensor, calming: Tensor, stop: Tensor, first: Tensor, members: Tensor, counts: Tensor, holders: Tensor, found: Tensor, prefixes: List[Tensor], rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], caches: List[Tensor]) -> List[Tensor]:
    c = plain[${FIRST_LAYER} + ${QKV}].dtype
    kd = caches[0].dtype
    lengths = groups[:len(groups) // 2]
    widest = groups[len(lengths):]
    shares = self.numbers(counts)
    offsets = annotate(List[Tensor], [])
    lasts = annotate(List[Tensor], [])
    active = 0
    for g in range(len(lengths)):
      until = active + lengths[g]
      offsets.append((torch.arange(lengths[g] * ${KV_HEADS}, device=token.device) * caches[2 * ${LAYERS} * g].size(1)).view([-1, ${KV_HEADS}]))
      lasts.append(first[active:until] + (widest[g] - 1))
      active = until
    lasts.append(first[active:])
    limit = torch.clamp(torch.cat(lasts, 0), max=rope[0].size(0) - 1)
    column = torch.arange(max(widest), device=token.device)
    greedy = temperature == 0.
    heat = torch.where(greedy, 1., temperature)
    heated = bool(torch.any(heat != 1.))
    picked = bool(torch.any(greedy))
    most = 0
    cooling = False
    if calmed.size(0) > 0:
      most = self.most_steps(calming)
      cooling = self.cools(calming)
    done = left <= 0
    tokens = annotate(List[Tensor], [])
    modelled = annotate(List[Tensor], [])
    sampled = annotate(List[Tensor], [])
    step = 0
    running = True
    while running:
      tables = annotate(List[Tensor], [])
      for table in rope:
        tables.append(table.index_select(0, position).unsqueeze(1).to(kd))
      ends = (position - first)[:active].unsqueeze(1)
      rows = annotate(List[Tensor], [])
      biases = annotate(List[Tensor], [])
      start = 0
      for g in range(len(lengths)):
        at = ends[start:start + lengths[g]]
        rows.append((offsets[g] + at).view([-1]))
        seen = column[:widest[g]].unsqueeze(0)
        for j in range(${WINDOW_COUNT}):
          biases.append(self.own_bias(self.unseen_from(at, seen, j), kd))
        start = start + lengths[g]
      x = self.embedded(token, plain)
      for i in range(${LAYERS}):
        qk, v = self.projected(x, packed, tables, i, c, kd)
        outputs = annotate(List[Tensor], [])
        logs = annotate(List[Tensor], [])
        start = 0
        for g in range(len(lengths)):
          until = start + lengths[g]
          keys = caches[2 * ${LAYERS} * g + i]
          values = caches[2 * ${LAYERS} * g + ${LAYERS} + i]
          keys.view([-1, ${HEAD_SIZE}]).index_copy_(0, rows[g], qk[start:until, ${HEADS}:].reshape([-1, ${HEAD_SIZE}]))
          values.view([-1, ${HEAD_SIZE}]).index_copy_(0, rows[g], v[start:until].reshape([-1, ${HEAD_SIZE}]))
          o, m = self.own(qk[start:until, :${HEADS}], keys[:lengths[g] * ${KV_HEADS}, :widest[g]], values[:lengths[g] * ${KV_HEADS}, :widest[g]], biases[${WINDOW_COUNT} * g + annotate(List[int], ${WINDOW_OF_LAYER})[i]], len(shares) > 0)
          outputs.append(o)
          logs.append(m)
          start = until
        a = outputs[0]
        if len(outputs) > 1:
          a = torch.cat(outputs, 0)
        if len(shares) > 0:
          a = self.joined(a, torch.cat(logs, 0), qk[:active, :${HEADS}], members, shares, holders, found, i, prefixes)
        x = self.attended_to(x, a, packed, i, c)
      l, drawn, choice = self.draw(x, plain, packed, uniforms[:, step:step + 1], heat, heated, greedy, picked, filtered, limits, calmed, calming, most, cooling)
      known = forced[:, step:step + 1]
      choice = torch.where(known < 0, choice, known)
      tokens.append(choice)
      modelled.append(l.gather(1, choice))
      sampled.append(drawn.gather(1, choice))
      token = choice.squeeze(1)
      left = left - 1
      done = done | (left <= 0) | torch.any((choice == stop) & (known < 0), 1)
      position = torch.minimum(position + 1, limit)
      step = step + 1
      running = step < steps
      if not ${PORTABLE}:
        running = running and not bool(torch.all(done))
    return [torch.cat(tokens, 1), torch.cat(modelled, 1), torch.cat(sampled, 1)]

  # Attention of w queries for each of n slots, [n w, heads, D], over the slot's own columns, with a term of the scores from
  # "rows_bias": as "own" returns it. Each row is multiplied as "own" multiplies it, so that its results are the same bits.
  def own_of_rows(self, q: Tensor, w: int, keys: Tensor, values: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
    n = q.size(0) // w
    group = ${HEADS} // ${KV_HEADS}
    q = torch.permute(q.view([n, w, ${KV_HEADS}, group, ${HEAD_SIZE}]), [0, 2, 1, 3, 4]).reshape([n * ${KV_HEADS}, bias.size(1), -1, ${HEAD_SIZE}])
    k = keys.unsqueeze(1).expand([-1, bias.size(1), -1, -1])
    v = values.unsqueeze(1).expand([-1, bias.size(1), -1, -1])
    o, l = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., False, attn_mask=bias, scale=${SCALE})
    o = torch.permute(o.reshape([n, ${KV_HEADS}, w, group, ${HEAD_SIZE}]), [0, 2, 1, 3, 4]).reshape([n * w, ${HEADS}, ${HEAD_SIZE}])
    return (o, torch.permute(l.reshape([n, ${KV_HEADS}, w, group]), [0, 2, 1, 3]).reshape([n * w, ${HEADS}]))

  # The term of "own_of_rows" from what each row does not see, [n, w, C].
  def rows_bias(self, unseen: Tensor, kd: int) -> Tensor:
    n, w, width = unseen.shape
    apart = 1
    if kd == ${FP32}:
      apart = ${HEADS} // ${KV_HEADS}
    bias = torch.where(unseen, -inf, 0.).to(${FP32})
    return bias.view([n, 1, w, 1, width]).expand([n, ${KV_HEADS}, w, apart, width]).reshape([n * ${KV_HEADS}, w * apart, 1, width])

  # Feeds several tokens to a slot at a time, each with a row of its own: token [N] at position [N], of which the first M are
  # rows of slots, and the others fill up the products. at [M] is each row's own column in its slot; it sees what stands before it, rows of
  # the same slot included. Caches are of several lengths, as in "decode": for those of length g, "groups" has the number n of
  # their rows, the most rows w that one of their slots has here, and how many columns are read; and "grid" has the rows of the pass that are
  # of their slots, the row of each in the caches, and n w rows of the pass, w for each row of the caches, any one where there is none.
  # Row r is cell[r] of the latter, those of all lengths. Draws one token after each row, as "decode" does, from uniforms [N, 1].
  # Members, counts, holders and found are those of rows.
  def verify(self, groups: List[int], grid: List[Tensor], token: Tensor, position: Tensor, at: Tensor, cell: Tensor, uniforms: Tensor, temperature: Tensor, filtered: Tensor, limits: Tensor, calmed: Tensor, calming: Tensor, members: Tensor, counts: Tensor, holders: Tensor, found: Tensor, prefixes: List[Tensor], rope: List[Tensor], plain: List[Tensor], packed: List[Tensor], caches: List[Tensor]) -> List[Tensor]:
    m = at.size(0)
    c = plain[${FIRST_LAYER} + ${QKV}].dtype
    kd = caches[0].dtype
    shares = self.numbers(counts)
    tables = annotate(List[Tensor], [])
    for table in rope:
      tables.append(table.index_select(0, position).unsqueeze(1).to(kd))
    heads = torch.arange(${KV_HEADS}, device=token.device)
    places = annotate(List[Tensor], [])
    biases = annotate(List[Tensor], [])
    for g in range(len(groups) // 3):
      columns = caches[2 * ${LAYERS} * g].size(1)
      ends = at.index_select(0, grid[3 * g]).unsqueeze(1)
      places.append(((grid[3 * g + 1].unsqueeze(1) * ${KV_HEADS} + heads) * columns + ends).view([-1]))
      last = at.index_select(0, grid[3 * g + 2]).view([groups[3 * g], groups[3 * g + 1], 1])
      column = torch.arange(groups[3 * g + 2], device=token.device)
      for j in range(${WINDOW_COUNT}):
        biases.append(self.rows_bias(self.unseen_from(last, column, j), kd))
    x = self.embedded(token, plain)
    for i in range(${LAYERS}):
      qk, v = self.projected(x, packed, tables, i, c, kd)
      q = qk[:m, :${HEADS}]
      outputs = annotate(List[Tensor], [])
      logs = annotate(List[Tensor], [])
      for g in range(len(groups) // 3):
        used = groups[3 * g] * ${KV_HEADS}
        width = groups[3 * g + 2]
        keys = caches[2 * ${LAYERS} * g + i]
        values = caches[2 * ${LAYERS} * g + ${LAYERS} + i]
        keys.view([-1, ${HEAD_SIZE}]).index_copy_(0, places[g], qk.index_select(0, grid[3 * g])[:, ${HEADS}:].reshape([-1, ${HEAD_SIZE}]))
        values.view([-1, ${HEAD_SIZE}]).index_copy_(0, places[g], v.index_select(0, grid[3 * g]).reshape([-1, ${HEAD_SIZE}]))
        o, l = self.own_of_rows(q.index_select(0, grid[3 * g + 2]), groups[3 * g + 1], keys[:used, :width], values[:used, :width], biases[${WINDOW_COUNT} * g + annotate(List[int], ${WINDOW_OF_LAYER})[i]])
        outputs.append(o)
        logs.append(l)
      a = torch.cat(outputs, 0).index_select(0, cell)
      if len(shares) > 0:
        a = self.joined(a, torch.cat(logs, 0).index_select(0, cell), q, members, shares, holders, found, i, prefixes)
      x = self.attended_to(x, a, packed, i, c)
    most = 0
    cooling = False
    if calmed.size(0) > 0:
      most = self.most_steps(calming)
      cooling = self.cools(calming)
    greedy = temperature == 0.
    heat = torch.where(greedy, 1., temperature)
    l, drawn, choice = self.draw(x, plain, packed, uniforms, heat, bool(torch.any(heat != 1.)), greedy, bool(torch.any(greedy)), filtered, limits, calmed, calming, most, cooling)
    return [choice, l.gather(1, choice), drawn.gather(1, choice)]

  # Length of the whole gradient; scales it down to "limit" where that is positive and smaller.
  def clip(self, limit: float, grads: List[Tensor]) -> Tensor:
    norm = torch.norm(torch.stack(torch._foreach_norm(grads)))
    if limit > 0. and bool(norm > limit):
      torch._foreach_mul_(grads, limit / float(norm))
    return norm

  # target = factor * target, in place.
  def scale(self, factor: float, target: List[Tensor]) -> Tensor:
    torch._foreach_mul_(target, factor)
    return target[0]

  # One AdamW update, in place; "step" counts from 1.
  def adamw(self, step: float, rate: float, beta1: float, beta2: float, epsilon: float, decay: float, weights: List[Tensor], grads: List[Tensor], first: List[Tensor], second: List[Tensor]) -> Tensor:
    steps = annotate(List[Tensor], [])
    for weight in weights:
      steps.append(torch.full([], step, dtype=${FP32}, device=weight.device))
    torch._fused_adamw_(weights, grads, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    return steps[0]

  # The inner product of two lists of tensors, in fp64, some numbers at a time.
  def dot(self, one: List[Tensor], other: List[Tensor]) -> Tensor:
    total = torch.zeros([], dtype=${FP64}, device=one[0].device)
    for i in range(len(one)):
      a = one[i].view([-1])
      b = other[i].view([-1])
      for start in range(0, a.numel(), 4194304):
        total.add_(torch.dot(a[start:start + 4194304].to(${FP64}), b[start:start + 4194304].to(${FP64})))
    return total

  # The smallest and the largest number of each tensor, [n, 2]; both are NaN where a tensor holds one.
  def extremes(self, tensors: List[Tensor]) -> Tensor:
    found = annotate(List[Tensor], [])
    for tensor in tensors:
      least, most = torch.aminmax(tensor)
      found.append(torch.stack([least, most]))
    return torch.stack(found)

  # target = own * target + scale * other, in place.
  def combine(self, own: float, scale: float, target: List[Tensor], other: List[Tensor]) -> Tensor:
    if own != 1.:
      torch._foreach_mul_(target, own)
    torch._foreach_add_(target, other, alpha=scale)
    return target[0]

  def copies(self, tensors: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for tensor in tensors:
      out.append(tensor.clone())
    return out

  def assign(self, target: List[Tensor], numbers: List[Tensor]) -> Tensor:
    torch._foreach_copy_(target, numbers)
    return target[0]

  # Copies of matrices in another type; vectors stay the same tensors.
  def cast(self, type: int, weights: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for weight in weights:
      if weight.dim() > 1:
        out.append(weight.to(type))
      else:
        out.append(weight)
    return out

  # Brings copies up to date; a tensor that is its own copy stays.
  def refresh(self, weights: List[Tensor], copies: List[Tensor]) -> Tensor:
    for i in range(len(weights)):
      copies[i].copy_(weights[i])
    return weights[0]

  # Low-rank adapters: adapter j adds scale * up[j] down[j] to rows first[j] .. first[j] + up[j].size(0) of weight at[j].
  # Writes the sums into "merged", which has the other rows of "base".
  def merge(self, scale: float, at: List[int], first: List[int], down: List[Tensor], up: List[Tensor], base: List[Tensor], merged: List[Tensor]) -> Tensor:
    for j in range(len(down)):
      i = at[j]
      f = first[j]
      n = up[j].size(0)
      merged[i][f:f + n].copy_(base[i][f:f + n] + scale * torch.matmul(up[j], down[j]))
    return merged[0]

  # Copies of tensors with a factor, in another type.
  def scaled(self, scale: float, type: int, tensors: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for tensor in tensors:
      out.append((scale * tensor).to(type))
    return out

  # Writes rows into a matrix, or elements into a vector, from index "first" on.
  def place(self, first: int, rows: Tensor, target: Tensor) -> Tensor:
    target[first:first + rows.size(0)].copy_(rows)
    return target

  # Matrices in the layout that "linear" multiplies fastest by; the embedding, which is only looked up, and vectors as they
  # are, but for an offset of norms. Gate and up come apart: gates in their places, ups of all layers at the end, and behind them
  # the experts, each by itself.
  def pack(self, weights: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(len(weights)):
      weight = weights[i]
      j = (i - ${FIRST_LAYER}) % ${PER_LAYER}
      if ${HAS_EXPERTS} and i > 0 and j == ${ROUTER} and weight.dim() > 1:
        weight = self.packed(weight.to(${FP32}))
      elif i > 0 and weight.dim() > 1 and j != ${GATE_UP} and j != ${EXPERTS_GATE_UP} and j != ${EXPERTS_DOWN}:
        weight = self.packed(weight)
      elif ${NORMS_HAVE_OFFSET} and self.is_norm(i) and weight.numel() > 0:
        weight = weight + ${NORM_OFFSET}
      out.append(weight)
    for i in range(${LAYERS}):
      gate, up = torch.chunk(weights[${FIRST_LAYER} + ${PER_LAYER} * i + ${GATE_UP}], 2, 0)
      out[${FIRST_LAYER} + ${PER_LAYER} * i + ${GATE_UP}] = self.packed(gate)
      out.append(self.packed(up))
    if ${HAS_EXPERTS}:
      for i in range(${LAYERS}):
        w = ${FIRST_LAYER} + ${PER_LAYER} * i
        if annotate(List[int], ${EXPERTS_OF_LAYER})[i] >= 0:
          for e in range(${EXPERT_COUNT}):
            tall = ${EXPERT_WIDTH}
            wide = weights[w + ${ROUTER}].size(1)
            out.append(self.packed(weights[w + ${EXPERTS_GATE_UP}][2 * e * tall:(2 * e + 1) * tall]))
            out.append(self.packed(weights[w + ${EXPERTS_GATE_UP}][(2 * e + 1) * tall:(2 * e + 2) * tall]))
            out.append(self.packed(weights[w + ${EXPERTS_DOWN}][e * wide:(e + 1) * wide]))
    return out

  # True if the weight at that place is a norm's.
  def is_norm(self, place: int) -> bool:
    j = (place - ${FIRST_LAYER}) % ${PER_LAYER}
    of_layer = j == ${NORM_1} or j == ${Q_NORM} or j == ${K_NORM} or j == ${POST_1} or j == ${NORM_2} or j == ${POST_2}
    return place == ${LAST_NORM} or (place >= ${FIRST_LAYER} and place < ${LAST_NORM} and of_layer)

  def packed(self, weight: Tensor) -> Tensor:
    if ${PORTABLE} or weight.numel() == 0:
      out = weight
    elif self.widened(weight.dtype):
      out = ops.mkldnn._reorder_linear_weight(weight.to(${FP32}).contiguous(), 64)
    else:
      out = ops.mkldnn._reorder_linear_weight(weight.contiguous(), 64)
    return out

  # The bare product of a pass, repeated: x [rows, K] times a packed matrix [M, K] of the weights' type.
  def product(self, rows: int, weight: int, times: int, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor]) -> Tensor:
    x = torch.ones([rows, plain[weight].size(1)], dtype=plain[weight].dtype, device=plain[weight].device)
    y = x
    for i in range(times):
      y = self.linear(x, packed[weight])
    return y[:1].to(${FP32})

  # The least of 1, 2, 4 and 8 such that the products of a decoding step give each row of any multiple of so many rows the bits
  # that it has among 8. Each shape of a product is tried, on numbers made up here and the weights of its first layer.
  def row_block(self, rope: List[Tensor], plain: List[Tensor], packed: List[Tensor]) -> Tensor:
    block = 1
    tried = annotate(List[int], [])
    if ${PORTABLE}:
      block = 8
    else:
      for i in range(1, ${EXPERTS}):
        j = (i - ${FIRST_LAYER}) % ${PER_LAYER}
        in_layer = i >= ${FIRST_LAYER} and i < ${LAST_NORM}
        of_experts = ${HAS_EXPERTS} and in_layer and (j == ${EXPERTS_GATE_UP} or j == ${EXPERTS_DOWN})
        if packed[i].dim() == 2 and packed[i].numel() > 0 and not of_experts:
          gates = in_layer and j == ${GATE_UP}
          shape = 2 * (packed[i].size(0) * 16777216 + packed[i].size(1)) + int(gates)
          if shape not in tried:
            tried.append(shape)
            up = packed[i]
            if gates:
              up = packed[${UP} + (i - ${FIRST_LAYER}) // ${PER_LAYER}]
            block = self.row_block_of(packed[i], up, gates, block)
    return torch.full([1], block, dtype=${INT64})

  # The same for one product, if it is at least so many.
  def row_block_of(self, w: Tensor, up: Tensor, gates: bool, block: int) -> int:
    x = torch.sin(torch.arange(8 * w.size(1), dtype=${FP32})).view([8, -1]).to(w.dtype)
    among = self.tried(x, w, up, gates)
    for n in range(1, 8):
      while n % block == 0 and not (bool(torch.any(among != 0)) and torch.equal(self.tried(x[:n], w, up, gates), among[:n])):
        block = 2 * block
    return block

  def tried(self, x: Tensor, w: Tensor, up: Tensor, gates: bool) -> Tensor:
    if gates:
      y = self.gated(x, w, up)
    else:
      y = self.linear(x, w)
    return y

  # Gives caches rows for so many slots, the new ones behind the others and empty, in memory for at least "room" slots.
  def extend(self, slots: int, room: int, caches: List[Tensor]) -> Tensor:
    filled, width, size = caches[0].shape
    for cache in caches:
      cache.resize_([room * ${KV_HEADS}, width, size]).resize_([slots * ${KV_HEADS}, width, size])
      cache[filled:].zero_()
    return caches[0]

  # Copies the first "columns" columns of rows "rows" [n] into rows "places" [n] of caches, maybe the same ones.
  def move(self, columns: int, rows: Tensor, places: Tensor, caches: List[Tensor], target: List[Tensor]) -> Tensor:
    for i in range(len(caches)):
      self.by_slot(target[i])[:, :, :columns].index_copy_(0, places, self.by_slot(caches[i])[:, :, :columns].index_select(0, rows))
    return rows

  # A copy of columns first .. last of one row: per cache [kv, last - first, D].
  def take(self, row: int, first: int, last: int, caches: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for cache in caches:
      out.append(self.by_slot(cache)[row, :, first:last].clone())
    return out

  # Puts the first "count" of columns that were taken into one row, from column "first" on.
  def put(self, row: int, first: int, count: int, taken: List[Tensor], caches: List[Tensor]) -> Tensor:
    for i in range(len(caches)):
      self.by_slot(caches[i])[row, :, first:first + count].copy_(taken[i][:, :count])
    return caches[0]

  def zero(self, tensors: List[Tensor]) -> Tensor:
    torch._foreach_zero_(tensors)
    return tensors[0]
