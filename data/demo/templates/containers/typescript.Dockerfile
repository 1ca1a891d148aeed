FROM node:18-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
# settings
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY dist ./dist
EXPOSE <<port>>
<<?non-root-user>>USER node
CMD ["node", "dist/index.js"]
